using System.Text.Json;
using MessageLB.Faults.Tests.Processes;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Faults.Tests.Interop;

/// <summary>Real input by a client that none of us wrote.</summary>
public sealed class PikaTests(LocalBroker broker)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("handoff", 10_000)]
    [InlineData("hold", 3000)]
    public async Task Pika_MixedMessages_EachCompletesOnceAndUnchanged(string delivery, int messages)
    {
        await using var scene = await Scene.OpenAsync(broker);
        await scene.DispatcherAsync($"groups:\n  default:\n    routes: ['#']\n    delivery: {delivery}\n");
        var workers = ((string[])["a", "b"]).Select(n => scene.Worker("default", n, "--concurrency", "4", "--work", "none")).ToList();
        var manifest = scene.PathOf("manifest.jsonl");

        var publisher = scene.Start(CommandLineProcess.Python("publish_mixed.py", scene.Uri.ToString(), $"{messages}", "1", manifest));
        Assert.Equal(0, await publisher.ExitAsync(Limit, Token));
        var lines = await Records.WaitAsync([.. workers.Select(w => w.Record)], messages, Limit, scene.Describe);

        var published = (await File.ReadAllLinesAsync(manifest, Token)).Select(l => JsonDocument.Parse(l).RootElement).ToDictionary(Records.Id);
        Assert.Equal(messages, published.Count);
        Assert.Equal(messages, lines.Count);
        Assert.All(lines, line => AssertUnchanged(published[Records.Id(line)], line));
        Assert.All(workers, w => Assert.True(new FileInfo(w.Record).Length > 0, $"{w.Record} is empty: one worker did everything"));
    }

    [Fact]
    public async Task Pika_ConsumerThatKnowsNothingOfMessageLB_GetsItsShare()
    {
        await using var scene = await Scene.OpenAsync(broker);
        await scene.DispatcherAsync("""
            groups:
              default:
                routes: ['#']
                algorithm: round_robin
                window: 2000
                destinations: [legacy]
            """); // A window for all messages: whoever has no credit at its turn is passed over, and then the shares tell who was faster.
        var legacy = scene.Start(CommandLineProcess.Python("consume_level0.py", scene.Uri.ToString(), "messagelb.work.default.legacy"));
        await legacy.LineAsync("consuming", Token);
        var (_, record) = scene.Worker("default", "modern", "--concurrency", "4", "--work", "const:2ms");
        await Eventually.TrueAsync(async () => await ReadyAsync(scene) == 2, "both destinations are ready", Token);

        var publisher = scene.Start(CommandLineProcess.MessageLb("publish", "any.key", "--count", "2000", "--rate", "500/s", "--broker", scene.Uri.ToString()));
        Assert.Equal(0, await publisher.ExitAsync(Limit, Token));
        await Eventually.TrueAsync(async () => legacy.Lines.Count - 1 + (await Records.ReadAsync([record])).Count >= 2000, "2000 completions", Token);

        var byLegacy = legacy.Lines.Skip(1).Distinct().Count();
        var byModern = (await Records.ReadAsync([record])).Select(Records.Id).Distinct().Count();
        Assert.Equal(2000, byLegacy + byModern);
        Assert.InRange(byLegacy, 900, 1100);
    }

    private static async Task<int> ReadyAsync(Scene scene)
    {
        var groups = await scene.GetAsync("/api/v1/groups");
        return groups.GetProperty("groups")[0].GetProperty("destinations").EnumerateArray().Count(d => d.GetProperty("state").GetString() == "ready");
    }

    private static void AssertUnchanged(JsonElement sent, JsonElement got)
    {
        foreach (var name in (string[])["routing_key", "size", "sha256"]) AssertSame(sent, got, name);
        foreach (var name in (string[])["content_type", "content_encoding", "correlation_id", "reply_to", "timestamp", "type", "app_id", "priority"])
            AssertSame(sent, got.GetProperty("properties"), name);

        foreach (var header in sent.GetProperty("headers").EnumerateObject())
        {
            var after = Text(got.GetProperty("headers"), header.Name);
            Assert.True(JsonElement.DeepEquals(header.Value, got.GetProperty("headers").GetProperty(header.Name)), $"{Records.Id(sent)}: header {header.Name} was {header.Value.GetRawText()} and is {after}");
        }
    }

    private static void AssertSame(JsonElement sent, JsonElement got, string name)
    {
        var (before, after) = (Text(sent, name), Text(got, name));
        Assert.True(before == after, $"{Records.Id(sent)}: {name} was {before} and is {after}");
    }

    private static string Text(JsonElement line, string name) =>
        line.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : "absent";
}

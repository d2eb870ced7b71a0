using System.Text.Json;
using MessageLB.Faults.Tests.Processes;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Faults.Tests.Recording;

/// <summary><c>messagelb record</c> at a dispatcher with a worker on a real broker.</summary>
public sealed class RecordingTests(LocalBroker broker)
{
    private const int Messages = 200;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Record_MessagesWithAKey_HoldsEachArrivalItsKeysHashAndServiceTimes()
    {
        await using var scene = await Scene.OpenAsync(broker);
        await scene.DispatcherAsync("groups:\n  orders:\n    routes: [\"order.#\"]\n");
        scene.Worker("orders", "a", "--concurrency", "4", "--work", "const:2ms");
        await Eventually.TrueAsync(async () => (await scene.TextAsync("/api/v1/groups/orders")).Contains("\"state\":\"ready\"", StringComparison.Ordinal), "the worker is ready", Token);
        var file = scene.PathOf("orders.jsonl");
        var record = scene.Start(CommandLineProcess.MessageLb("record", "--url", $"http://127.0.0.1:{scene.HttpPort}", "--group", "orders", "--seconds", "8", "--output", file));
        await record.LineAsync("recording for 8 s", Token);

        var publish = scene.Start(CommandLineProcess.MessageLb(
            "publish", "order.new", "--broker", scene.Uri.ToString(), "--count", $"{Messages}", "--rate", "100/s", "--header", "messagelb-key=customer-7", "--body", "secret"));

        Assert.True(await publish.ExitAsync(Limit, Token) == 0, publish.Describe());
        Assert.True(await record.ExitAsync(Limit, Token) == 0, record.Describe());
        var text = await File.ReadAllLinesAsync(file, Token);
        var lines = text.Select(l => JsonElement.Parse(l)).ToList();
        var arrivals = lines.Where(l => l.TryGetProperty("kind", out _)).ToList();
        var services = lines.Where(l => l.TryGetProperty("service", out _)).Select(l => l.GetProperty("service")).ToList();
        Assert.Equal("orders", lines[0].GetProperty("group").GetString());
        Assert.Equal(4, lines[0].GetProperty("destinations")[0].GetProperty("concurrency").GetInt32());
        Assert.Equal(Messages, arrivals.Count);
        Assert.All(arrivals, a => Assert.Equal("acade5fe58d0b5a8", a.GetProperty("key").GetString()));
        var times = lines.Skip(1).Select(l => l.GetProperty("t").GetDouble()).ToList();
        Assert.Equal(times.Order(), times);
        var timed = services.Sum(s => s.GetProperty("count").GetInt32());
        Assert.InRange(timed, 1, Messages);
        // Single times of sample workers are rough, their mean is right.
        Assert.True(services.Sum(s => s.GetProperty("count").GetInt32() * s.GetProperty("mean_ms").GetDouble()) / timed >= 1, $"{services.Count} reports");
        Assert.Equal((long)Messages, lines[^1].GetProperty("end").GetProperty("arrivals").GetInt64());
        Assert.DoesNotContain(text, l => l.Contains("customer-7", StringComparison.Ordinal) || l.Contains("secret", StringComparison.Ordinal));
    }
}

using System.Text.Json;
using MessageLB.Faults.Tests.Processes;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Faults.Tests.Bench;

/// <summary><c>messagelb bench latency</c> on a real broker: that it counts right and cleans up, not how fast it is.</summary>
public sealed class LatencyBenchTests(LocalBroker broker)
{
    private const int Interrupted = 130;
    private static readonly string[] Short = ["--rounds", "2", "--duration", "500ms", "--warm-up", "200ms", "--load", "0.2", "--work", "exp:4ms"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bench_Latency_MeasuresTheSameMessagesEverywhereAndLeavesNoQueue()
    {
        await using var scene = await Scene.OpenAsync(broker);
        var bench = scene.Start(CommandLineProcess.MessageLb(["bench", "latency", "--broker", scene.Uri.ToString(), "--policy", "response_time,least_connections", "--json", .. Short]));

        Assert.True(await bench.ExitAsync(TimeSpan.FromMinutes(2), Token) == 0, bench.Describe());

        var shapes = JsonElement.Parse(bench.Output).GetProperty("shapes").EnumerateArray().ToList();
        Assert.Equal(["competing_consumers", "messagelb response_time", "messagelb least_connections"], shapes.Select(s => s.GetProperty("name").GetString()));
        var counts = shapes.Select(s => s.GetProperty("rounds").EnumerateArray().Select(r => r.GetProperty("messages").GetInt32()).ToList()).ToList();
        Assert.All(counts, rounds => Assert.Equal(counts[0], rounds));
        Assert.All(counts[0], messages => Assert.InRange(messages, 300, 700));
        Assert.All(shapes.SelectMany(s => s.GetProperty("rounds").EnumerateArray()), r => Assert.Equal(0, r.GetProperty("duplicates").GetInt32()));
        Assert.Equal([false, true, true], shapes.Select(s => s.GetProperty("ratio").ValueKind == JsonValueKind.Object));
        Assert.Equal(string.Empty, await QueuesAsync(scene));
    }

    [Fact]
    public async Task Bench_LatencyInterrupted_LeavesNoQueueAndSaysSo()
    {
        await using var scene = await Scene.OpenAsync(broker);
        var bench = scene.Start(CommandLineProcess.MessageLb("bench", "latency", "--broker", scene.Uri.ToString(), "--duration", "5m", "--load", "0.2"));
        await Eventually.TrueAsync(async () => (await QueuesAsync(scene)).Contains("messagelb.work.bench-", StringComparison.Ordinal), "MessageLB is measured", Token);

        bench.Terminate();

        Assert.True(await bench.ExitAsync(TimeSpan.FromMinutes(1), Token) == Interrupted, bench.Describe());
        Assert.Contains("messagelb: interrupted", bench.Errors, StringComparison.Ordinal);
        Assert.Equal(string.Empty, await QueuesAsync(scene));
    }

    private async Task<string> QueuesAsync(Scene scene) =>
        (await broker.RunCtlAsync(Token, "list_queues", "-p", scene.Uri.AbsolutePath[1..], "name", "--no-table-headers")).Trim();
}

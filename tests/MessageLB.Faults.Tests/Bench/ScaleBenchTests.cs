using System.Text.Json;
using MessageLB.Faults.Tests.Processes;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Faults.Tests.Bench;

/// <summary><c>messagelb bench scale</c> on a real broker: that it counts right and cleans up, not what anything costs.</summary>
public sealed class ScaleBenchTests(LocalBroker broker)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bench_Scale_KnowsEveryDestinationAtBothStartsAndLeavesNoQueueOfTheGroup()
    {
        await using var scene = await Scene.OpenAsync(broker);
        var bench = scene.Start(CommandLineProcess.MessageLb("bench", "scale", "--broker", scene.Uri.ToString(), "--destinations", "20", "--groups", "2", "--interval", "200ms", "--duration", "1s", "--waiting", "100", "--presence", "--restart", "--json"));

        Assert.True(await bench.ExitAsync(TimeSpan.FromMinutes(2), Token) == 0, bench.Describe());

        var starts = JsonElement.Parse(bench.Output).GetProperty("starts").EnumerateArray().ToList();
        Assert.Equal(2, starts.Count);
        Assert.All(starts, start => Assert.Equal((0, JsonValueKind.Null), (start.GetProperty("rejected").GetInt64(), start.GetProperty("broker_cpu_percent").ValueKind)));
        Assert.All(starts, start => Assert.True(start.GetProperty("accepted").GetInt64() >= 20, bench.Describe()));
        Assert.All(starts, start => Assert.Equal(["ready", "known", "begin", "middle", "end", "status", "metrics"], start.GetProperty("moments").EnumerateArray().Select(moment => moment.GetProperty("at").GetString())));
        // Queues of presence tokens expire by themselves.
        var queues = (await broker.RunCtlAsync(Token, "list_queues", "-p", scene.Uri.AbsolutePath[1..], "name", "--no-table-headers")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.DoesNotContain(queues, queue => queue.StartsWith("messagelb.", StringComparison.Ordinal) && !queue.StartsWith("messagelb.presence.", StringComparison.Ordinal));
    }
}

using System.Text.Json;
using MessageLB.Faults.Tests.Processes;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Faults.Tests.Bench;

/// <summary><c>messagelb bench soak</c> on a real broker, for a short time: every message is accounted for.</summary>
public sealed class SoakBenchTests(LocalBroker broker)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("handoff")]
    [InlineData("hold")]
    public async Task Bench_SoakWithFaults_LosesNothingAndLeavesNoQueue(string delivery)
    {
        await using var scene = await Scene.OpenAsync(broker);
        var bench = scene.Start(CommandLineProcess.MessageLb("bench", "soak", "--faults", "--duration", "5s", "--seed", "132", "--delivery", delivery, "--broker", scene.Uri.ToString(), "--json"));

        Assert.True(await bench.ExitAsync(TimeSpan.FromMinutes(3), Token) == 0, bench.Describe());

        var report = JsonElement.Parse(bench.Output);
        Assert.Equal(delivery, report.GetProperty("delivery").GetString());
        Assert.Equal((0, 0, 0), (report.GetProperty("lost").GetInt64(), report.GetProperty("unknown").GetInt64(), report.GetProperty("in_hold").GetInt64()));
        Assert.Equal(report.GetProperty("published").GetInt64(), report.GetProperty("completed").GetInt64() + report.GetProperty("dead_lettered").GetInt64());
        Assert.InRange(report.GetProperty("repeated").GetInt64(), 0, report.GetProperty("repeated_bound").GetInt64());
        Assert.NotEmpty(report.GetProperty("faults").EnumerateObject());
        // Those of presence tokens expire by themselves; whoever would have deleted them was killed too.
        var queues = (await broker.RunCtlAsync(Token, "list_queues", "-p", scene.Uri.AbsolutePath[1..], "name", "--no-table-headers")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.DoesNotContain(queues, queue => !queue.StartsWith("messagelb.presence.", StringComparison.Ordinal));
    }
}

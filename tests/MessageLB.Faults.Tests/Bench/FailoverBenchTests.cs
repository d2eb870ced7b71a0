using System.Text.Json;
using MessageLB.Faults.Tests.Processes;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Faults.Tests.Bench;

/// <summary><c>messagelb bench failover</c> on a real broker: that it counts right and cleans up, not how fast it is.</summary>
public sealed class FailoverBenchTests(LocalBroker broker)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("kill", "--load", "0.8")]
    [InlineData("stop", "--stop-for", "3s", "--load", "0.8")]
    public async Task Bench_Failover_DoesTheFaultLosesNothingAndLeavesNoQueue(string fault, params string[] more)
    {
        await using var scene = await Scene.OpenAsync(broker);
        var bench = scene.Start(CommandLineProcess.MessageLb(["bench", "failover", "--fault", fault, "--broker", scene.Uri.ToString(), "--rounds", "1", "--json", .. more]));

        Assert.True(await bench.ExitAsync(TimeSpan.FromMinutes(2), Token) == 0, bench.Describe());

        var report = JsonElement.Parse(bench.Output);
        Assert.Equal(["a"], report.GetProperty("rounds").EnumerateArray().Select(r => r.GetProperty("subject").GetString()));
        // Each figure with a target was seen in one round at least; but a worker may have got nothing any more.
        Assert.All(report.GetProperty("figures").EnumerateObject(), f => Assert.True(f.Name == "last_pick_ms" || f.Value.GetProperty("target").ValueKind == JsonValueKind.Null || f.Value.GetProperty("rounds").GetInt32() > 0, bench.Describe()));
        Assert.Equal(report.GetProperty("published").GetInt32(), report.GetProperty("completed").GetInt32());
        Assert.Equal(string.Empty, (await broker.RunCtlAsync(Token, "list_queues", "-p", scene.Uri.AbsolutePath[1..], "name", "--no-table-headers")).Trim());
    }

    [Fact]
    public async Task Bench_FailoverOnABrokerElsewhere_IsRefused()
    {
        await using var bench = CommandLineProcess.MessageLb("bench", "failover", "--broker", "amqp://broker.example:5672");

        Assert.Equal(64, await bench.ExitAsync(TestTimeouts.Happens, Token));
        Assert.Contains("--broker: broker.example is not this machine", bench.Errors, StringComparison.Ordinal);
    }
}

using System.Text.Json;
using MessageLB.Faults.Tests.Processes;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Faults.Tests.Bench;

/// <summary><c>messagelb bench throughput</c> on a real broker: that it counts right and cleans up, not how fast anything is.</summary>
public sealed class ThroughputBenchTests(LocalBroker broker)
{
    private static readonly Dictionary<string, string> NoBroker = new() { ["MESSAGELB_BROKER"] = "" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bench_Throughput_DrainsThroughEveryShapeAndLeavesNoQueue()
    {
        await using var scene = await Scene.OpenAsync(broker);
        var bench = scene.Start(CommandLineProcess.MessageLb("bench", "throughput", "--broker", scene.Uri.ToString(), "--rounds", "2", "--messages", "500", "--destinations", "3", "--json"));

        Assert.True(await bench.ExitAsync(TimeSpan.FromMinutes(2), Token) == 0, bench.Describe());

        var shapes = JsonElement.Parse(bench.Output).GetProperty("shapes").EnumerateArray().ToList();
        Assert.Equal(["direct", "direct-batch", "bare-hop", "messagelb", "messagelb-frames", "messagelb-hold", "messagelb-hold-frames"], shapes.Select(shape => shape.GetProperty("name").GetString()));
        Assert.Equal([true, true, false, true, true, true, true], shapes.Select(shape => shape.GetProperty("ratio").ValueKind == JsonValueKind.Object));
        Assert.All(shapes, shape => Assert.Equal((2, 0, JsonValueKind.Null), (shape.GetProperty("rounds").GetArrayLength(), shape.GetProperty("duplicates").GetInt32(), shape.GetProperty("broker_cpu_us").ValueKind)));
        Assert.All(shapes.SelectMany(shape => shape.GetProperty("rounds").EnumerateArray()), round => Assert.True(round.GetProperty("per_second").GetDouble() > 0, bench.Describe()));
        Assert.Equal(string.Empty, (await broker.RunCtlAsync(Token, "list_queues", "-p", scene.Uri.AbsolutePath[1..], "name", "--no-table-headers")).Trim());
    }

    [Fact]
    public async Task Bench_ThroughputAtARateOnABrokerOfItsOwn_TellsTimesAndWhatTheBrokerUses()
    {
        await using var bench = CommandLineProcess.MessageLb(
            NoBroker, "bench", "throughput", "--shapes", "direct,bare-hop", "--rate", "500/s", "--messages", "1000", "--rounds", "1", "--baseline", "direct", "--json");

        Assert.True(await bench.ExitAsync(TimeSpan.FromMinutes(2), Token) == 0, bench.Describe());

        var report = JsonElement.Parse(bench.Output);
        Assert.Equal((500, "direct"), (report.GetProperty("rate").GetInt32(), report.GetProperty("baseline").GetString()));
        var shapes = report.GetProperty("shapes").EnumerateArray().ToList();
        Assert.All(shapes, shape => Assert.True(shape.GetProperty("broker_cpu_us").GetProperty("min").GetDouble() > 0, bench.Describe()));
        Assert.All(shapes, shape => Assert.True(shape.GetProperty("response_ms").GetProperty("p99").GetProperty("min").GetDouble() > 0, bench.Describe()));
        Assert.Equal([JsonValueKind.Null, JsonValueKind.Object], shapes.Select(shape => shape.GetProperty("response_ms").GetProperty("added_p99").ValueKind));
    }

    [Fact]
    public async Task Bench_ThroughputOfAShovel_DrainsThroughItInEveryRound()
    {
        await using var bench = CommandLineProcess.MessageLb(NoBroker, "bench", "throughput", "--shapes", "direct,shovel", "--messages", "500", "--rounds", "2", "--baseline", "direct", "--json");

        Assert.True(await bench.ExitAsync(TimeSpan.FromMinutes(2), Token) == 0, bench.Describe());

        var shovel = JsonElement.Parse(bench.Output).GetProperty("shapes").EnumerateArray().Single(shape => shape.GetProperty("name").GetString() == "shovel");
        Assert.Equal((2, 0, JsonValueKind.Object), (shovel.GetProperty("rounds").GetArrayLength(), shovel.GetProperty("duplicates").GetInt32(), shovel.GetProperty("ratio").ValueKind));
        Assert.DoesNotContain("rabbitmqctl", bench.Describe(), StringComparison.Ordinal);
    }
}

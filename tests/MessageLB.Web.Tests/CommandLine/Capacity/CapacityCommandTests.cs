using System.Text.Json;
using MessageLB.CommandLine;
using MessageLB.CommandLine.Commands.Bench.Throughput;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Capacity;

public sealed class CapacityCommandTests : IDisposable
{
    private const string Try = "\nTry 'messagelb capacity --help'.";
    private const string Measure = "Measure with messagelb bench throughput --shapes direct-batch,messagelb --json, without --broker.";

    private readonly TestTerminal _terminal = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("messagelb-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("--size 64", "--rate: how many messages per second? Write a number, such as --rate 1000000.")]
    [InlineData("--rate many", $"--rate: \"many\" is not a rate: write a number and a time, such as 1000/s, 60/min or 2k/s.{Try}")]
    [InlineData("--rate 0.5", $"--rate: \"0.5\" is not from 1/s to 1000M/s.{Try}")]
    [InlineData("--rate 1000 --shape fast", $"--shape: \"fast\" is no shape; there are plain, frames, hold, hold-frames.{Try}")]
    [InlineData("--rate 1000 --shape hold --frame 4", "--frame: hold has no frames; choose --shape frames or hold-frames.")]
    [InlineData("--rate 1000 --shape frames --frame 0.5", $"--frame: \"0.5\" is not from 1 to 1,024.{Try}")]
    [InlineData("--rate 1000 --work 2h", $"--work: \"2h\" is not from 1us to 1h.{Try}")]
    [InlineData("--rate 1000 --utilisation 0", $"--utilisation: \"0\" leaves nothing to use; write a part above 0, such as 0.6.{Try}")]
    [InlineData("--rate 1000 --replicas 10", $"--replicas: \"10\" is not a whole number from 1 to 9.{Try}")]
    public async Task Run_WrongOption_SaysWhatIsWrongAndExitsWith64(string options, string error)
    {
        var code = await _terminal.RunAsync(["capacity", .. options.Split(' ')]);

        Assert.Equal((ExitCodes.Usage, $"messagelb: {error}\n".ReplaceLineEndings(), string.Empty), (code, _terminal.Error, _terminal.Out));
    }

    [Fact]
    public async Task Run_CostsOfAFile_CalculatesWithThem()
    {
        var file = Write(Report(brokerUs: 100, Shape("direct-batch", 30_000, 20, 5), Shape("messagelb", 5_000, 150, 50)));

        var code = await _terminal.RunAsync("capacity", "--rate", "60k/s", "--costs", file, "--replicas", "1", "--cores-per-node", "5", "--utilisation", "100%", "--work", "100ms", "--json");

        Assert.Equal((ExitCodes.Ok, string.Empty), (code, _terminal.Error));
        var report = JsonElement.Parse(_terminal.Out);
        // Filled at 15,000/s and drained at 30,000/s: 10,000/s at once.
        Assert.Equal((6, 375), (report.GetProperty("ingress_queues").GetInt32(), report.GetProperty("destinations").GetInt32()));
        Assert.Equal("processor time of the broker", report.GetProperty("bottleneck").GetString());
        Assert.StartsWith("100.0 + 150.0 µs a message where its queues lead: 15.0 cores", Why(report, "broker nodes"), StringComparison.Ordinal);
        Assert.StartsWith("50.0 µs a message: 3.0 cores", Why(report, "dispatchers"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_SizeThatWasNotMeasured_SaysSo()
    {
        await _terminal.RunAsync("capacity", "--rate", "1000", "--size", "4KiB", "--json");

        Assert.Equal(
            ["Processor time is that of messages of 256 bytes; of 4,096 bytes it is more or less. Measure with bench throughput --size 4096."],
            JsonElement.Parse(_terminal.Out).GetProperty("notes").EnumerateArray().Select(note => note.GetString()));
    }

    [Fact]
    public async Task Run_MoreHeartbeatsThanADispatcherHears_AdvisesMoreVirtualHosts()
    {
        var code = await _terminal.RunAsync("capacity", "--rate", "1000000", "--cores-per-node", "4", "--json");

        Assert.Equal(ExitCodes.Ok, code);
        var report = JsonElement.Parse(_terminal.Out);
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null, "heartbeats"), (report.GetProperty("dispatchers").ValueKind, report.GetProperty("broker_nodes").ValueKind, report.GetProperty("bottleneck").GetString()));
        Assert.EndsWith("Divide the load over more --vhosts.", report.GetProperty("notes")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Table_HasARowForEachPartAndTheBottleneck()
    {
        await _terminal.RunAsync("capacity", "--rate", "1000");

        Assert.All(["ingress queues", "destinations", "heartbeats", "dispatchers", "broker nodes", "network of a node", "log of a node", "Bottleneck: replicas"], text => Assert.Contains(text, _terminal.Out, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_CostsThatAreNoReport_SaysWhatTheyShouldBe()
    {
        var file = Write("{}");

        var code = await _terminal.RunAsync("capacity", "--rate", "1000", "--costs", file);

        Assert.Equal((ExitCodes.Data, $"messagelb: --costs: \"{file}\" is not what messagelb bench throughput --json writes.\n".ReplaceLineEndings()), (code, _terminal.Error));
    }

    [Fact]
    public async Task Run_CostsWithoutTheShape_SaysHowToMeasureIt()
    {
        var file = Write(Report(brokerUs: 100, Shape("direct-batch", 30_000, 20, 5)));

        var code = await _terminal.RunAsync("capacity", "--rate", "1000", "--costs", file);

        Assert.Equal((ExitCodes.Data, $"messagelb: --costs: \"{file}\" has no shape \"messagelb\". {Measure}\n".ReplaceLineEndings()), (code, _terminal.Error));
    }

    [Fact]
    public async Task Run_CostsOfSomebodysBroker_SaysThatItsProcessorTimeIsNotKnown()
    {
        var file = Write(Report(brokerUs: null, Shape("direct-batch", 30_000, 20, 5), Shape("messagelb", 5_000, 150, 50)));

        var code = await _terminal.RunAsync("capacity", "--rate", "1000", "--costs", file);

        Assert.Equal((ExitCodes.Data, $"messagelb: --costs: \"{file}\" was measured on somebody's broker, whose processor time nobody knows. {Measure}\n".ReplaceLineEndings()), (code, _terminal.Error));
    }

    private static string? Why(JsonElement report, string what) =>
        report.GetProperty("rows").EnumerateArray().Single(row => row.GetProperty("what").GetString() == what).GetProperty("why").GetString();

    private static (IThroughputShape Shape, ThroughputFigures Figures) Shape(string name, double perSecond, double broker, double own) =>
        (new Bench.IdleShape(name, "as is"), new ThroughputFigures(perSecond, broker, own, 1_000));

    private static string Report(double? brokerUs, params (IThroughputShape Shape, ThroughputFigures Figures)[] shapes)
    {
        var options = new ThroughputOptions { Rounds = 1, Messages = 1_000, Size = 256, Destinations = 4, Rate = 0 };
        IReadOnlyList<ThroughputFigures> Round(ThroughputFigures figures) => [figures with { Fill = new FillFigures(15_000, brokerUs) }];
        return ThroughputReport.Of(options, "amqp://somewhere", [.. shapes.Select(s => s.Shape)], [.. shapes.Select(s => Round(s.Figures))], shapes[0].Shape).ToJson();
    }

    private string Write(string text)
    {
        var file = Path.Combine(_folder, "bench.json");
        File.WriteAllText(file, text);
        return file;
    }
}

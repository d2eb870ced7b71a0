using System.Text.Json;
using MessageLB.CommandLine;
using MessageLB.CommandLine.Commands.Bench.Soak;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Bench;

public sealed class SoakReportTests
{
    private static readonly SoakReport Good = new(
        "amqp://localhost", 1, 600, 360, new Dictionary<string, int> { ["kill_worker"] = 3 }, 1000, 990, 4, 6, 20, 96, 2, 800, 4000, Memory(2, 3));

    [Fact]
    public void Broken_SumAndBoundsHold_IsEmpty()
    {
        Assert.Empty(Good.Broken);
        Assert.True(Good.Holds);
    }

    [Fact]
    public void Broken_CompletedFewer_TellsHowManyAreLost()
    {
        var report = Good with { Completed = 988 };

        Assert.Equal(["2 messages are lost"], report.Broken);
        Assert.False(report.Holds);
    }

    [Fact]
    public void Broken_EverythingElse_IsToldToo() => Assert.Equal(
        ["1 messages are there more than once", "97 messages were done again, more than 96", "the heap grew from 2.0 to 7.1 MB, more than 5 % of 100.0 MB"],
        (Good with { Waiting = 5, Repeated = 97, Memory = Memory(2, 7.1) }).Broken);

    [Fact]
    public void ToJson_Report_HasTheSumAndTheVerdict()
    {
        var json = JsonElement.Parse(Good.ToJson());

        Assert.Equal((0, 0, true), (json.GetProperty("lost").GetInt32(), json.GetProperty("unknown").GetInt32(), json.GetProperty("holds").GetBoolean()));
        Assert.Equal(3, json.GetProperty("faults").GetProperty("kill_worker").GetInt32());
    }

    [Fact]
    public async Task Run_DurationOutOfRange_IsRefused()
    {
        var terminal = new TestTerminal();

        Assert.Equal(ExitCodes.Usage, await terminal.RunAsync("bench", "soak", "--duration", "1s"));
        Assert.Equal("messagelb: --duration: 1 s is not from 5 s to 24 h." + Environment.NewLine, terminal.Error);
    }

    private static SoakMemory Memory(double heap, double atEnd) => new(SoakMemory.LeastSamples, heap, atEnd, 100, 100);
}

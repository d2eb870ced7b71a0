using System.Text.Json;
using MessageLB.CommandLine;
using MessageLB.CommandLine.Commands.Bench.Soak;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Bench;

public sealed class SoakReportTests
{
    private static readonly SoakReport Good = new(
        "amqp://localhost", 1, 600, 360, new Dictionary<string, int> { ["kill_worker"] = 3 }, 1000, 990, 4, 6, 20, 96, 2, 800, 20, 21);

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
        ["1 messages are there more than once", "97 messages were done again, more than 96", "memory grew from 20.0 to 21.1 MB"],
        (Good with { Waiting = 5, Repeated = 97, MemoryAtEndMb = 21.1 }).Broken);

    [Theory]
    [InlineData(2, 2.9, true)]
    [InlineData(2, 3.1, false)]
    [InlineData(40, 41.9, true)]
    [InlineData(40, 42.1, false)]
    public void Holds_MemoryThatGrew_MayByFivePercentOrOneMegabyte(double before, double after, bool holds) =>
        Assert.Equal(holds, (Good with { MemoryMb = before, MemoryAtEndMb = after }).Holds);

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
}

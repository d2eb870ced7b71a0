using System.Text.Json;
using MessageLB.CommandLine;
using MessageLB.CommandLine.Commands.Bench.Soak;
using Spectre.Console;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Bench;

public sealed class SoakReportTests
{
    private static readonly SoakReport Good = new(
        "amqp://localhost", "hold", 1, 600, 360, new Dictionary<string, int> { ["kill_worker"] = 3 }, 1000, 990, 4, 6, 0, 20, 96, 1, 2, 800, 4000, Memory(2, 3));

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
        ["1 messages are there more than once", "3 messages are in hold for ever", "97 messages were done again, more than 96", "the heap grew from 2.0 to 7.1 MB, more than 5 % of 100.0 MB"],
        (Good with { Waiting = 5, InHold = 3, Repeated = 97, Memory = Memory(2, 7.1) }).Broken);

    [Fact]
    public void ToJson_Report_HasTheSumAndTheVerdict()
    {
        var json = JsonElement.Parse(Good.ToJson());

        Assert.Equal((0, 0, true), (json.GetProperty("lost").GetInt32(), json.GetProperty("unknown").GetInt32(), json.GetProperty("holds").GetBoolean()));
        Assert.Equal(3, json.GetProperty("faults").GetProperty("kill_worker").GetInt32());
        Assert.Equal(("hold", 1), (json.GetProperty("delivery").GetString(), json.GetProperty("later").GetInt32()));
    }

    [Fact]
    public void Draw_Report_SaysWhichDeliveryAndHowManyCameAtALaterAttempt()
    {
        var console = new StringWriter();
        var settings = new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(console) };

        AnsiConsole.Create(settings).Write(SoakView.Draw(Good));

        var lines = console.ToString().Split(Environment.NewLine).Select(line => line.TrimEnd()).ToList();
        Assert.Contains("600.0 s, 360/s, hold, seed 1", string.Join(' ', lines), StringComparison.Ordinal);
        Assert.Contains("done again  20 of at most 96; at a later attempt 1; published again 2", lines);
    }

    [Fact]
    public async Task Run_DurationOutOfRange_IsRefused()
    {
        var terminal = new TestTerminal();

        Assert.Equal(ExitCodes.Usage, await terminal.RunAsync("bench", "soak", "--duration", "1s"));
        Assert.Equal("messagelb: --duration: 1 s is not from 5 s to 24 h." + Environment.NewLine, terminal.Error);
    }

    [Fact]
    public async Task Run_DeliveryThatIsNone_IsRefused()
    {
        var terminal = new TestTerminal();

        Assert.Equal(ExitCodes.Usage, await terminal.RunAsync("bench", "soak", "--delivery", "held"));
        Assert.Contains("--delivery: \"held\" is neither handoff nor hold.", terminal.Error, StringComparison.Ordinal);
    }

    private static SoakMemory Memory(double heap, double atEnd) => new(SoakMemory.LeastSamples, heap, atEnd, 100, 100);
}

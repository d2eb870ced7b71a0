using System.Text.Json;
using MessageLB.CommandLine.Commands.Bench.Throughput;
using Spectre.Console;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Bench;

public sealed class ThroughputReportTests
{
    private static readonly ThroughputOptions Options = new() { Rounds = 3, Messages = 1_000, Size = 256, Destinations = 4, Rate = 0 };

    private static readonly IThroughputShape[] Shapes = [new IdleShape("slow", "as is"), new IdleShape("fast", "tuned [well]")];

    [Fact]
    public void Of_Rounds_RatioIsTheMedianOfTheRatiosAndNotOfTheMedians()
    {
        // 2.0, 1.5 and 3.0; the ratio of the medians would be 300 / 200.
        var report = Of(Drained(100, 200, 400), Drained(200, 300, 1_200), baseline: 0);

        Assert.Equal("slow", report.Baseline);
        Assert.Null(report.Shapes[0].Ratio);
        Assert.Equal(new Spread(2, 1.5, 3), report.Shapes[1].Ratio);
        Assert.Equal(new Spread(300, 200, 1_200), report.Shapes[1].PerSecond);
    }

    [Fact]
    public void Of_OtherBaseline_IsComparedWithThat()
    {
        var report = Of(Drained(100, 200, 400), Drained(200, 300, 1_200), baseline: 1);

        Assert.Equal(("fast", new Spread(0.5, 0.333, 0.667)), (report.Baseline, report.Shapes[0].Ratio));
        Assert.Null(report.Shapes[1].Ratio);
    }

    [Fact]
    public void Of_AtARate_TellsWhatIsAddedInEachRoundAndNoRatio()
    {
        var report = Of(AtRate((1, 5), (2, 6), (3, 7)), AtRate((2, 9), (4, 8), (3, 17)), baseline: 0);

        Assert.Equal(new ResponseReport(new Spread(2, 1, 3), new Spread(6, 5, 7), null, null), report.Shapes[0].ResponseMs);
        Assert.Equal(new ResponseReport(new Spread(3, 2, 4), new Spread(9, 8, 17), new Spread(1, 0, 2), new Spread(4, 2, 10)), report.Shapes[1].ResponseMs);
        Assert.Null(report.Shapes[1].Ratio);
    }

    [Fact]
    public void ToJson_Report_HasEveryRoundInSnakeCase()
    {
        var json = JsonElement.Parse(Of(Drained(100, 200, 400), Drained(200, 300, 1_200), baseline: 0).ToJson());

        Assert.Equal(JsonValueKind.Null, json.GetProperty("rate").ValueKind);
        var fast = json.GetProperty("shapes")[1];
        Assert.Equal((2, 1.5, 3), (fast.GetProperty("ratio").GetProperty("median").GetDouble(), fast.GetProperty("ratio").GetProperty("min").GetDouble(), fast.GetProperty("ratio").GetProperty("max").GetDouble()));
        Assert.Equal([200, 300, 1_200], fast.GetProperty("rounds").EnumerateArray().Select(round => round.GetProperty("per_second").GetDouble()));
        Assert.Equal(JsonValueKind.Null, fast.GetProperty("broker_cpu_us").ValueKind);
        Assert.Equal((7, 9), (fast.GetProperty("client_cpu_us").GetProperty("median").GetInt32(), fast.GetProperty("duplicates").GetInt32()));
    }

    [Fact]
    public void Draw_Drained_TellsRatiosSettingsAndWhatIsNotKnown()
    {
        var text = Draw(Of(Drained(100, 200, 400), Drained(200, 300, 1_200), baseline: 0));

        Assert.Contains("| Shape | messages/s | ratio | broker us | own us | own bytes | peak MB |", text, StringComparison.Ordinal);
        Assert.Contains("| slow | 200 | baseline | unknown | 7.0 | 500 | 0 |", text, StringComparison.Ordinal);
        Assert.Contains("| fast | 300 | 2.00 | unknown | 7.0 | 500 | 0 |\n| | 200-1,200 | 1.50-3.00 | | 7.0-7.0 | 500-500 | 0-0 |", text, StringComparison.Ordinal);
        Assert.Contains("fast tuned [well]\n", text, StringComparison.Ordinal);
        Assert.Contains("fast: 9 messages came more than once.\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_AtARate_TellsWhatIsAdded()
    {
        var text = Draw(Of(AtRate((1, 5), (2, 6), (3, 7)), AtRate((2, 9), (4, 8), (3, 17)), baseline: 0));

        Assert.Contains("| slow | 2.00 | 6.00 | baseline | baseline | 3 | 7 |", text, StringComparison.Ordinal);
        Assert.Contains("| fast | 3.00 | 9.00 | 1.00 | 4.00 | 3 | 7 |\n| | 2.00-4.00 | 8.00-17.00 | 0.00-2.00 | 2.00-10.00 |", text, StringComparison.Ordinal);
        Assert.DoesNotContain("more than once", text, StringComparison.Ordinal);
    }

    private static ThroughputReport Of(ThroughputFigures[] slow, ThroughputFigures[] fast, int baseline) =>
        ThroughputReport.Of(slow[0].ResponseMs is null ? Options : Options with { Rate = 50 }, "amqp://localhost/", Shapes, [slow, fast], Shapes[baseline]);

    private static ThroughputFigures[] Drained(params double[] rates) => [.. rates.Select(rate => new ThroughputFigures(rate, null, 7, 500) { Duplicates = 3 })];

    private static ThroughputFigures[] AtRate(params (double P50, double P99)[] times) =>
        [.. times.Select(time => new ThroughputFigures(50, 3, 7, 500) { ResponseMs = new ResponseTimes(time.P50, time.P99) })];

    /// <summary>What is drawn, with one blank wherever there are several.</summary>
    private static string Draw(ThroughputReport report)
    {
        var console = new StringWriter();
        var ansi = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(console) });
        ansi.Profile.Width = 120;
        ansi.Write(new ThroughputView(unicode: false).Draw(report));
        return string.Join('\n', console.ToString().Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))));
    }
}

using MessageLB.CommandLine.Commands.Bench.Failover;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Bench;

public sealed class FailoverFiguresTests
{
    private static readonly FailoverFigure Gap = new("gap_ms", "gap", 100);

    [Fact]
    public void Of_TimesWithHoles_LeavesThemOutAndTakesNearestRanks() =>
        Assert.Equal(new FailoverFigures("gap", 3, 20, 100, 100, 100, true), FailoverFigures.Of(Gap, [100, null, 10, 20]));

    [Fact]
    public void Of_SlowestRoundAboveTheTarget_IsMissed() =>
        Assert.False(FailoverFigures.Of(Gap, Enumerable.Repeat<double?>(1, 19).Append(100.5)).Met);

    [Fact]
    public void Of_NoTarget_IsNeitherMetNorMissed() =>
        Assert.Equal(new FailoverFigures("gap", 1, 7, 7, 7, null, null), FailoverFigures.Of(Gap with { TargetMs = null }, [7]));

    [Fact]
    public void FiguresOf_Rounds_TakesEachFigureByItsName()
    {
        FailoverRound[] rounds = [Round(("gap_ms", 3), ("back_ms", 5)), Round(("gap_ms", 4))];

        var figures = FailoverReport.FiguresOf([Gap, new("back_ms", "back", null)], rounds);

        Assert.Equal(["gap_ms", "back_ms"], figures.Keys);
        Assert.Equal((2, 4, 1, 5), (figures["gap_ms"].Rounds, figures["gap_ms"].Max, figures["back_ms"].Rounds, figures["back_ms"].Max));
    }

    private static FailoverRound Round(params (string Name, double Time)[] times) =>
        new("a", times.ToDictionary(time => time.Name, time => (double?)time.Time), new Dictionary<string, int>());
}

using MessageLB.Core.Recommendations;
using MessageLB.Simulation.Recommending;
using Xunit;

namespace MessageLB.Simulation.Tests.Recommending;

public sealed class PresentMatchTests
{
    private static readonly Scenario Delays = new() { HandOverDelay = TimeSpan.FromMilliseconds(3), FeedbackDelay = TimeSpan.FromMilliseconds(2) };

    [Fact]
    public void Of_SimulatedAsMeasured_AgreesInSharesHandsAndTimes()
    {
        var figures = PresentMatch.Of(Measured(3000, 1000), Delays, Simulated((0.75, 0.3, 0.012), (0.25, 0.1, 0.016)));

        Assert.Equal(["share of a", "share of b", "busy hands", "mean time in flight"], figures.Select(f => f.Name));
        Assert.Equal((0.75, 0.75), (figures[0].Measured, figures[0].Simulated));
        Assert.Equal((0.1, 0.2), (Math.Round(figures[2].Measured, 6), Math.Round(figures[2].Simulated, 6)));
        // 20 ms were measured; 13 ms at the workers, 3 ms there and 2 ms back are 18.
        Assert.Equal((0.02, 0.018, 0.007), (Math.Round(figures[3].Measured, 6), Math.Round(figures[3].Simulated, 6), Math.Round(figures[3].Tolerance, 6)));
        Assert.Equal([true, true, false, true], figures.Select(f => f.Agrees));
    }

    [Fact]
    public void Of_OtherShares_Differs() =>
        Assert.Equal([false, false], PresentMatch.Of(Measured(2000, 2000), Delays, Simulated((0.8, 0.1, 0.012), (0.2, 0.1, 0.016))).Take(2).Select(f => f.Agrees));

    [Fact]
    public void Of_NobodyCountedWhatWasInFlight_HasNoTimes()
    {
        var measured = Measured(3000, 1000);

        var figures = PresentMatch.Of(measured with { Destinations = [.. measured.Destinations.Select(d => d with { InFlightSeconds = 0 })] }, Delays, Simulated((0.75, 0.1, 0.012), (0.25, 0.1, 0.016)));

        Assert.DoesNotContain(figures, f => f.IsTime);
    }

    private static GroupSituation Measured(long a, long b) => new()
    {
        Group = "orders",
        Policy = "random",
        Over = TimeSpan.FromSeconds(100),
        Settled = a + b,
        Destinations = [Worker("a", a), Worker("b", b)],
    };

    private static DestinationSituation Worker(string name, long settled) => new()
    {
        Name = name,
        IsChosen = true,
        Concurrency = 2,
        Over = TimeSpan.FromSeconds(100),
        Settled = settled,
        BusySeconds = settled * 0.01,
        InFlightSeconds = settled * 0.02,
        ServiceSeconds = 0.01,
    };

    private static CaseResult Simulated((double Share, double Busy, double There) a, (double Share, double Busy, double There) b) => new(
        "as it is", default, default, default, default, default, default, default, Success: null, Unfinished: 0, [Of("a", a), Of("b", b)]);

    private static DestinationResult Of(string name, (double Share, double Busy, double There) one) =>
        new(name, new Estimate(one.Share, 0), new Estimate(one.Busy, 0), default, []) { There = new Estimate(one.There, 0) };
}

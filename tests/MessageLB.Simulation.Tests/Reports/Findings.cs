using MessageLB.Core.Configuration;

namespace MessageLB.Simulation.Tests.Reports;

/// <summary>Results made by hand, for reports.</summary>
internal static class Findings
{
    public static SimulationResult Of(string name, params CaseResult[] cases) => new(
        new Scenario
        {
            Name = name,
            Arrivals = new ArrivalConfig { Load = 0.7 },
            Destinations = [new SimulatedDestination { Name = "a", Speed = 2 }, new SimulatedDestination { Name = "b" }],
            Cases = [.. cases.Select(one => new SimulatedCase { Name = one.Name, Group = GroupConfig.Default })],
        },
        [new PointResult(null, cases)]);

    public static CaseResult Case(string name, double p99, double ratio, double share = 0.6) => new(
        name,
        new Estimate(p99 / 4, 0.0001),
        new Estimate(p99 / 5, 0.0001),
        new Estimate(p99 / 2, 0.0001),
        new Estimate(p99, 0.001),
        new Estimate(p99 * 2, 0.002),
        new Estimate(ratio, 0.01),
        new Estimate(ratio, 0.01),
        null,
        0,
        [
            new DestinationResult("a", new Estimate(share, 0), new Estimate(0.7, 0), new Estimate(p99, 0), [0.5, 0.7]),
            new DestinationResult("b", new Estimate(1 - share, 0), new Estimate(0.7, 0), new Estimate(p99, 0), [0.5, 0.3]),
        ]);

    public static SimulationResult Sweep()
    {
        var one = Of("Sweep", Case("first", 0.05, 1), Case("second", 0.04, 0.8));
        return one with
        {
            Scenario = one.Scenario with { Sweep = new SweepConfig(SweepParameter.FeedbackDelay, [0, 0.01]) },
            Points = [new PointResult(0, one.Points[0].Cases), new PointResult(0.01, [Case("first", 0.06, 1), Case("second", 0.3, 5)])],
        };
    }
}

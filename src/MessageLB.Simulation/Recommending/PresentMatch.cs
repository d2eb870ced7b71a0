using MessageLB.Core.Recommendations;

namespace MessageLB.Simulation.Recommending;

/// <summary>Compares the simulated present with the measured one: whoever cannot tell what is, cannot tell what will be. Pure.</summary>
internal static class PresentMatch
{
    /// <summary>Most that a destination's part of the messages may differ.</summary>
    public const double ShareTolerance = 0.05;

    /// <summary>Most that the busy part of all hands may differ.</summary>
    public const double UtilisationTolerance = 0.05;

    /// <summary>Most that the mean time of a message in flight may differ, as a part of the measured one.</summary>
    public const double TimeTolerance = 0.25;

    // What a timer, a scheduler and a network add, and nobody simulates.
    private const double LeastTimeTolerance = 0.002;

    // Standard deviations of a count of messages that are chance.
    private const double Chance = 2;

    // From there on how much waits at the workers is as much as windows allow, and where they are wide it depends on how long it has been so.
    private const double HighestLoadOfTimes = 0.95;

    /// <summary>The figures that both sides have.</summary>
    /// <param name="situation">What was measured.</param>
    /// <param name="scenario">What was simulated.</param>
    /// <param name="present">What came of it.</param>
    public static IReadOnlyList<PresentFigure> Of(GroupSituation situation, Scenario scenario, CaseResult present)
    {
        var working = situation.Working;
        var settled = Math.Max(1.0, working.Sum(d => (double)d.Settled));
        var simulated = present.Destinations.ToDictionary(d => d.Name, StringComparer.Ordinal);
        var figures = new List<PresentFigure>();
        if (working.Count > 1)
        {
            foreach (var one in working)
            {
                var share = one.Settled / settled;
                figures.Add(new PresentFigure($"share of {one.Name}", share, simulated[one.Name].Share.Value, ShareTolerance + (Chance * Math.Sqrt(share * (1 - share) / settled)), IsTime: false));
            }
        }

        double hands = working.Sum(d => d.Concurrency);
        figures.Add(new PresentFigure(
            "busy hands",
            working.Sum(d => d.Concurrency * d.Utilisation) / hands,
            working.Sum(d => d.Concurrency * simulated[d.Name].Utilisation.Value) / hands,
            UtilisationTolerance,
            IsTime: false));
        if (TimeInFlight(working) is { } measured && situation.Load < HighestLoadOfTimes)
        {
            var there = working.Sum(d => simulated[d.Name].Share.Value * Known(simulated[d.Name].There.Value));
            var expected = there + (scenario.HandOverDelay + scenario.FeedbackDelay).TotalSeconds;
            figures.Add(new PresentFigure("mean time in flight", measured, expected, (TimeTolerance * measured) + LeastTimeTolerance, IsTime: true));
        }

        return figures;
    }

    /// <summary>Mean time from a hand-over to the news that it is settled, by Little's law: in flight over time ÷ messages. Null if nobody counted.</summary>
    private static double? TimeInFlight(IReadOnlyList<DestinationSituation> working)
    {
        var settled = working.Sum(d => d.Settled);
        return settled == 0 || working.Any(d => d is { Settled: > 0, InFlightSeconds: 0 }) ? null : working.Sum(d => d.InFlightSeconds) / settled;
    }

    private static double Known(double value) => double.IsFinite(value) ? value : 0;
}

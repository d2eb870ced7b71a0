using System.Globalization;
using MessageLB.Core.Configuration;
using MessageLB.Core.Recommendations;
using MessageLB.Core.Routing;

namespace MessageLB.Simulation.Recommending;

/// <summary>Turns what is known of a group into a scenario. Pure.</summary>
internal static class SituationScenario
{
    /// <summary>Name of the case that is as the group is now.</summary>
    public const string Present = "as it is";

    // Nobody counts keys; so many are spread nearly evenly.
    private const int AssumedKeys = 10_000;

    // Adjusted weights are no whole numbers.
    private const int WeightUnit = 100;

    private const int LeastMessages = 2_000;
    private const double LongestSeconds = 6 * 3600;

    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);

    /// <summary>The present setup with the measured arrivals and service times, as a single case.</summary>
    /// <param name="situation">The group; what it says is clear.</param>
    /// <param name="options">How thoroughly.</param>
    /// <param name="assumptions">What was taken for granted, for a person.</param>
    public static Scenario Of(GroupSituation situation, RecommenderOptions options, out IReadOnlyList<string> assumptions)
    {
        var working = situation.Working;
        var service = ServiceShape.Of(working, out var shape);
        var messages = (int)Math.Clamp(situation.ArrivalRate * LongestSeconds, Math.Min(LeastMessages, options.Messages), options.Messages);
        var credible = situation.CredibleDelays;
        var feedback = Delay(credible * MeanFeedback(working));
        var handOver = Delay(credible * situation.HandOver.TotalSeconds);
        var keyed = situation.Policy == RoutingPolicyNames.ConsistentHash;
        assumptions = [.. Assumptions(situation, shape, handOver, feedback, keyed)];
        return new Scenario
        {
            Name = situation.Group,
            Messages = messages,
            Seeds = options.Seeds,
            Destinations = [.. working.Select(d => Worker(d, situation, service.Mean.TotalSeconds))],
            Arrivals = new ArrivalConfig { Rate = situation.ArrivalRate },
            Kinds = [new MessageKind { Service = service, Keys = keyed ? AssumedKeys : 0 }],
            FeedbackDelay = feedback,
            HandOverDelay = handOver,
            Dispatchers = situation.Dispatchers,
            Cases = [new SimulatedCase { Name = Present, Group = Group(situation) }],
        };
    }

    /// <summary>How a worker of the group is simulated.</summary>
    /// <param name="destination">The worker.</param>
    /// <param name="situation">The group.</param>
    /// <param name="meanSeconds">Service time at speed 1.</param>
    public static SimulatedDestination Worker(DestinationSituation destination, GroupSituation situation, double meanSeconds) => new()
    {
        Name = destination.Name,
        Concurrency = destination.Concurrency,
        Speed = meanSeconds / ServiceShape.Service(destination),
        Weight = Weight(situation.Adjusts ? destination.WeightInForce : destination.Weight, situation),
        Cost = destination.Cost,
        Window = Bounded(destination.Window ?? situation.Window, destination),
    };

    /// <summary>A weight in the scenario's units.</summary>
    public static int Weight(double weight, GroupSituation situation) =>
        (int)Math.Clamp(situation.Adjusts ? Math.Round(weight * WeightUnit) : weight, 0, DestinationConfig.HeaviestWeight);

    /// <summary>A window within what the worker wants: a limit of its own counts whatever the configuration says.</summary>
    public static WindowConfig Bounded(WindowConfig window, DestinationSituation destination)
    {
        if (destination.WorkerLimit == 0) return window;
        var most = window.Mode switch
        {
            WindowMode.Fixed => window.Value,
            WindowMode.Concurrency => destination.Concurrency + window.Value,
            _ => WindowConfig.Largest,
        };
        return WindowConfig.Fixed(Math.Min(most, destination.WorkerLimit));
    }

    private static TimeSpan Delay(double seconds) => TimeSpan.FromSeconds(Math.Min(LongestDelay.TotalSeconds, seconds));

    private static GroupConfig Group(GroupSituation situation) => GroupConfig.Default with
    {
        Name = situation.Group,
        Algorithm = situation.Policy,
        Window = situation.Window,
        Objective = situation.Objective,
    };

    private static double MeanFeedback(IReadOnlyList<DestinationSituation> working)
    {
        var settled = working.Sum(d => d.Settled + 1.0);
        return working.Sum(d => (d.Settled + 1) * d.FeedbackSeconds) / settled;
    }

    private static IEnumerable<string> Assumptions(GroupSituation situation, string shape, TimeSpan handOver, TimeSpan feedback, bool keyed)
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"Poisson arrivals at {situation.ArrivalRate:0.##}/s");
        yield return shape;
        yield return $"hand-over {ReportText.Time(handOver.TotalSeconds)}, news of completions {ReportText.Time(feedback.TotalSeconds)} late";
        if (situation.Dispatchers > 1) yield return $"{ReportText.Count(situation.Dispatchers)} dispatchers that share the arrivals evenly";
        if (situation.Adjusts) yield return "adjusted weights stay as they are now";
        if (keyed) yield return $"{ReportText.Count(AssumedKeys)} keys, equally likely";
        if (situation.NotSimulated.Count > 0) yield return $"not simulated: {string.Join(", ", situation.NotSimulated)}";
    }
}

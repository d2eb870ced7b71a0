using MessageLB.Core.Configuration;
using MessageLB.Core.Recommendations;
using MessageLB.Core.Routing;
using Xunit;

namespace MessageLB.Simulation.Tests.Recommending;

/// <summary>
/// A group as it truly is, which the recommender never sees: it gets what would be measured of it, from a run of its own. What is recommended can be done
/// here, and what it gains is found with seeds that the recommender did not use.
/// </summary>
internal sealed record World
{
    private const int MeasuredSeconds = 300;

    private static readonly Simulator Simulator = new(RoutingPolicyRegistry.BuiltIn);

    public string Policy { get; init; } = RoutingPolicyNames.ResponseTime;

    public WindowConfig Window { get; init; } = WindowConfig.Auto;

    public required IReadOnlyList<SimulatedDestination> Workers { get; init; }

    public required double Rate { get; init; }

    public ServiceConfig Service { get; init; } = new();

    public TimeSpan Feedback { get; init; } = TimeSpan.FromMilliseconds(1);

    public TimeSpan HandOver { get; init; }

    /// <summary>What a dispatcher would have measured over five minutes.</summary>
    public GroupSituation Measure(int seed = 4711)
    {
        var result = Run([seed]);
        return new GroupSituation
        {
            Group = "orders",
            Policy = Policy,
            Window = Window,
            Over = TimeSpan.FromSeconds(MeasuredSeconds),
            Settled = (long)(Rate * MeasuredSeconds),
            HandOver = HandOver,
            Destinations = [.. Workers.Select((worker, i) => Measured(worker, result.Destinations[i]))],
        };
    }

    /// <summary>The world after a recommendation was followed.</summary>
    public World After(Recommendation recommendation)
    {
        var next = this;
        foreach (var change in recommendation.Changes)
        {
            string[] path = change.Path.Split('.');
            Assert.Equal(("groups", "orders"), (path[0], path[1]));
            next = path[2..] switch
            {
                ["algorithm"] => next with { Policy = change.To },
                ["window"] => next with { Window = WindowConfig.TryParse(change.To, out var window, out _) ? window : throw new InvalidOperationException(change.To) },
                ["destinations", var name, "weight"] => next with { Workers = [.. next.Workers.Select(w => w.Name == name ? w with { Weight = int.Parse(change.To, System.Globalization.CultureInfo.InvariantCulture) } : w)] },
                _ => throw new InvalidOperationException($"nobody knows how to follow {change}"),
            };
        }

        return next;
    }

    /// <summary>Response times with seeds of one's own: p99 and mean over those of another world with the same arrivals.</summary>
    public (double P99, double Mean) ComparedWith(World before)
    {
        int[] seeds = [1001, 1002, 1003];
        var (now, then) = (Run(seeds), before.Run(seeds));
        return (now.P99.Value / then.P99.Value, now.Mean.Value / then.Mean.Value);
    }

    private CaseResult Run(IReadOnlyList<int> seeds) => Simulator.Run(
        new Scenario
        {
            Messages = 40_000,
            Seeds = seeds,
            Destinations = Workers,
            Arrivals = new ArrivalConfig { Rate = Rate },
            Kinds = [new MessageKind { Service = Service }],
            FeedbackDelay = Feedback,
            HandOverDelay = HandOver,
            Cases = [new SimulatedCase { Name = "world", Group = GroupConfig.Default with { Algorithm = Policy, Window = Window } }],
        },
        progress: null,
        TestContext.Current.CancellationToken).Points[0].Cases[0];

    private DestinationSituation Measured(SimulatedDestination worker, DestinationResult result)
    {
        var settled = (long)(Rate * MeasuredSeconds * result.Share.Value);
        var service = Service.Mean.TotalSeconds / worker.Speed;
        return new DestinationSituation
        {
            Name = worker.Name,
            IsChosen = true,
            Concurrency = worker.Concurrency,
            Weight = worker.Weight,
            Over = TimeSpan.FromSeconds(MeasuredSeconds),
            Settled = settled,
            BusySeconds = settled * service,
            InFlightSeconds = settled * (result.There.Value + Feedback.TotalSeconds + HandOver.TotalSeconds),
            ServiceSeconds = service,
            FeedbackSeconds = Feedback.TotalSeconds,
        };
    }
}

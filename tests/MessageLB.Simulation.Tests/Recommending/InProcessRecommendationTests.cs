using MessageLB.Core.Configuration;
using MessageLB.Core.InProcess;
using Xunit;

namespace MessageLB.Simulation.Tests.Recommending;

/// <summary>A balancer within a process, of which one destination is four times slower.</summary>
public sealed class InProcessRecommendationTests
{
    [Fact]
    public void Recommend_SpeedsOneToFourByTurns_SaysTheWeights()
    {
        var time = new HandClock();
        using var balancer = new LoadBalancer(
            new GroupConfig
            {
                Name = "replicas",
                Algorithm = "weighted_round_robin",
                Destinations = [new DestinationConfig { Name = "slow" }, new DestinationConfig { Name = "fast" }],
            },
            new LoadBalancerOptions { Time = time, Random = new Random(1), Concurrency = 4 });
        Call(balancer, time, calls: 6000, gap: TimeSpan.FromMilliseconds(10));

        var report = balancer.Recommend(TimeSpan.FromMinutes(1), new RecommenderOptions { Messages = 10_000, Seeds = [1, 2, 3] }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Null(report.Obstacle);
        var weights = report.Recommendations.Single(r => r.Kind == RecommendationKind.Weights);
        Assert.Equal([new ConfigChange("groups.replicas.destinations.fast.weight", "100", "400")], weights.Changes);
        // Each takes the same time at the same destination, so it is the mean that gains: 25 ms of work on average by halves, and 16 by a fifth and four.
        Assert.InRange(weights.Predicted.MeanRatio.Value, 0.55, 0.75);
        Assert.True(weights.Verdict.Gain > 0.05, $"{weights.Verdict}");
    }

    // One call each gap, and each is over when its time has come: 40 ms at the slow one, 10 ms at the fast one.
    private static void Call(LoadBalancer balancer, HandClock time, int calls, TimeSpan gap)
    {
        var open = new List<(TimeSpan Due, Selection Call)>();
        for (var i = 0; i < calls; i++)
        {
            if (balancer.Select() is { } call) open.Add((time.Elapsed + TimeSpan.FromMilliseconds(call.Destination == "slow" ? 40 : 10), call));
            time.Advance(gap);
            foreach (var (_, over) in open.Where(o => o.Due <= time.Elapsed)) over.Complete();
            open.RemoveAll(o => o.Due <= time.Elapsed);
        }
    }

    /// <summary>A clock that the test moves. A balancer has no timers.</summary>
    private sealed class HandClock : TimeProvider
    {
        public TimeSpan Elapsed { get; private set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(TimeSpan time) => Elapsed += time;

        public override long GetTimestamp() => Elapsed.Ticks;
    }
}

using MessageLB.Core.Routing;
using MessageLB.Simulation.Tests.Running;
using Xunit;

namespace MessageLB.Simulation.Tests.Claims;

/// <summary>A worker that becomes ten times slower and recovers, among equal ones, as in <c>docs/simulations/slow-down.yaml</c>.</summary>
public sealed class SlowDownTests
{
    private const int Seeds = 5;
    private const int Measured = 3000;

    private static readonly TimeSpan Slows = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Recovers = TimeSpan.FromSeconds(60);

    [Fact]
    public void ResponseTime_TenTimesSlower_HasATenthOfItsShareAfterAHundredCompletionsAndItsShareTwoHundredAfterItRecovers()
    {
        var (before, slow, after) = (0.0, 0.0, 0.0);
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var run = Watch(seed);
            before += Share(run, TimeSpan.FromSeconds(5)) / Seeds;
            slow += Share(run, OwnCompletion(run, Slows, number: 100)) / Seeds;
            after += Share(run, OwnCompletion(run, Recovers, number: 200)) / Seeds;
        }

        Assert.InRange(before, 0.2, 0.3);
        Assert.InRange(slow, 0, before / 10);
        Assert.InRange(after, 0.85 * before, 1.15 * before);
    }

    private static CountingObserver Watch(int seed)
    {
        var scenario = Given.EqualWorkers(workers: 4, concurrency: 4, load: 0.6) with { Messages = 100_000 };
        var slow = scenario.Destinations[0] with
        {
            Timeline = [new TimelineEvent(Slows, TimelineAction.Speed, 0.1), new TimelineEvent(Recovers, TimelineAction.Speed)],
        };
        scenario = scenario with { Destinations = [slow, .. scenario.Destinations.Skip(1)] };
        var observer = new CountingObserver();
        new Simulator(RoutingPolicyRegistry.BuiltIn).Prepare(scenario, Given.Policy(RoutingPolicyNames.ResponseTime), seed, observer).Run(null, CancellationToken.None);
        return observer;
    }

    /// <summary>When the worker completed that many messages which it had begun after a moment.</summary>
    private static TimeSpan OwnCompletion(CountingObserver run, TimeSpan since, int number) =>
        Time(run.Completions.Where(c => c.Worker == 0 && Time(c.StartedAt) >= since).Skip(number - 1).First().At);

    /// <summary>The worker's part of the messages that arrived next after a moment.</summary>
    private static double Share(CountingObserver run, TimeSpan since)
    {
        var first = run.Arrivals.FindIndex(a => Time(a.At) >= since);
        return run.Completions.Count(c => c.Worker == 0 && c.Number >= first && c.Number < first + Measured) / (double)Measured;
    }

    private static TimeSpan Time(long nanoseconds) => TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
}

using MessageLB.Core.Routing;
using Xunit;

namespace MessageLB.Simulation.Tests.Claims;

/// <summary>
/// What sixteen dispatchers make of workers that they share, and of workers of their own, as in <c>docs/simulations/many-dispatchers.yaml</c> and
/// <c>partition-of-16.yaml</c>, with fewer messages.
/// </summary>
public sealed class ManyDispatchersTests
{
    private const int Dispatchers = 16;

    private static readonly double[] Speeds = [2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5];

    [Fact]
    public void SixteenDispatchers_SharingTheWorkers_AreFarWorseThanWithWorkersOfTheirOwn()
    {
        var shared = P99(Workload(Dispatchers, 60_000) with { Dispatchers = Dispatchers });
        var own = P99(Workload(1, 60_000));

        // 276 and 94 ms in the files. Late and alike news sends all to the same worker; two random candidates differ from dispatcher to dispatcher.
        Assert.InRange(shared[0] / own[0], 2, 5);
        Assert.InRange(shared[1] / shared[0], 0.6, 0.95);
        Assert.InRange(own[1] / own[0], 1.3, 1.6);
    }

    private static Scenario Workload(int partitions, int messages) => Given.Workers([.. Enumerable.Repeat(Speeds, partitions).SelectMany(s => s)], concurrency: 2, load: 0.8) with
    {
        Messages = messages,
        WarmUp = 0.2,
        Seeds = [1],
        Kinds = [new MessageKind { Service = new ServiceConfig { Mean = TimeSpan.FromMilliseconds(20) } }],
        FeedbackDelay = TimeSpan.FromMilliseconds(5),
        HandOverDelay = TimeSpan.FromMilliseconds(2),
        Cases = [Given.Policy(RoutingPolicyNames.ResponseTime), Given.Policy(RoutingPolicyNames.PowerOfTwo)],
    };

    private static double[] P99(Scenario scenario) => [.. Given.Simulated(scenario).Points[0].Cases.Select(c => c.P99.Value)];
}

using MessageLB.Core.Configuration;
using MessageLB.Core.Routing;
using Xunit;

namespace MessageLB.Simulation.Tests.Running;

/// <summary>
/// Messages of 1 ms and of 100 ms, nine to one, at load 0.8, as in <c>docs/simulations/mixed-kinds.yaml</c>: balancing work by kind against counting
/// messages, with the same window.
/// </summary>
public sealed class MixedKindsTests
{
    private const int Window = 32;

    [Theory]
    [InlineData(4)]
    [InlineData(16)]
    public void ResponseTime_KindsToldApart_BeatsCountingByAFifth(int workers)
    {
        var found = Simulate(workers, "short", "long");

        Assert.InRange(found.P99Ratio.Value, 0.4, 0.8);
        Assert.InRange(found.MeanRatio.Value, 0.4, 0.9);
    }

    [Fact]
    public void ResponseTime_KindsNotToldApart_IsNoBetterThanCounting()
    {
        var found = Simulate(16, KindNames.Other, KindNames.Other);

        Assert.InRange(found.P99Ratio.Value, 0.9, 1.1);
    }

    private static CaseResult Simulate(int workers, string shortOnes, string longOnes)
    {
        var scenario = Given.EqualWorkers(workers, concurrency: 1, load: 0.8) with
        {
            Messages = 100_000,
            Seeds = [1, 2, 3, 4, 5],
            Kinds = [Kind(shortOnes, share: 9, ms: 1), Kind(longOnes, share: 1, ms: 100)],
            Cases =
            [
                Given.Policy(RoutingPolicyNames.LeastConnections, WindowConfig.Fixed(Window)),
                Given.Policy(RoutingPolicyNames.ResponseTime, WindowConfig.Fixed(Window)),
            ],
        };
        return Given.Simulated(scenario).Points[0].Cases[1];
    }

    private static MessageKind Kind(string name, double share, double ms) => new()
    {
        Name = name,
        Share = share,
        Service = new ServiceConfig { Kind = ServiceKind.Deterministic, Mean = TimeSpan.FromMilliseconds(ms) },
    };
}

using MessageLB.Core.Routing;
using Xunit;

namespace MessageLB.Simulation.Tests.Claims;

/// <summary>What it costs that each of several dispatchers has its own, late view, as in <c>docs/simulations/dispatchers.yaml</c>.</summary>
public sealed class SeveralDispatchersTests
{
    [Theory]
    [InlineData(0.7)]
    [InlineData(0.9)]
    public void ResponseTime_SeveralDispatchers_LoseLittleAgainstOne(double load)
    {
        var scenario = Given.Workers([2, 1, 1, 0.5], concurrency: 4, load) with
        {
            FeedbackDelay = TimeSpan.FromMilliseconds(0.5),
            Cases = [Given.Policy(RoutingPolicyNames.ResponseTime)],
            Sweep = new SweepConfig(SweepParameter.Dispatchers, [1, 2, 4, 8]),
        };

        var p99 = Given.Simulated(scenario).Points.Select(p => p.Cases[0].P99.Value).ToArray();

        Assert.InRange(p99[1] / p99[0], 0.9, 1.15);
        Assert.InRange(p99[2] / p99[0], 0.9, 1.15);
        Assert.InRange(p99[3] / p99[0], 0.9, 1.30);
    }
}

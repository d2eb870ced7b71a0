using MessageLB.Core.Configuration;
using MessageLB.Core.Routing;
using Xunit;

namespace MessageLB.Simulation.Tests.Claims;

/// <summary>
/// Four workers with four hands each and speeds 2 : 1 : 1 : 0.5, against competing consumers with a prefetch of their concurrency, which is
/// RabbitMQ at its best; as in <c>docs/simulations/uneven-*.yaml</c>. News of a completion takes 5 % of a service time.
/// </summary>
public sealed class UnevenWorkersTests
{
    private static readonly ServiceConfig Exponential = new();
    private static readonly ServiceConfig LogNormal = new() { Kind = ServiceKind.LogNormal, Sigma = 1.5 };
    private static readonly ServiceConfig Bimodal = new() { Kind = ServiceKind.Bimodal };

    [Theory]
    [InlineData(0.7, 0.78)]
    [InlineData(0.9, 1.03)]
    public void ResponseTime_ExponentialWork_P99IsWithin(double load, double limit) =>
        Assert.InRange(Simulate(Exponential, load, Auto(RoutingPolicyNames.ResponseTime)).P99Ratio.Value, 0.5, limit);

    [Theory]
    [InlineData(0.7, 0.85)]
    [InlineData(0.9, 1.05)]
    public void WeightedLeastConnections_WeightsAsSpeeds_P99IsWithin(double load, double limit) =>
        Assert.InRange(Simulate(Exponential, load, Auto(RoutingPolicyNames.WeightedLeastConnections), weighted: true).P99Ratio.Value, 0.5, limit);

    [Theory]
    [InlineData(0.7, 1.02)]
    [InlineData(0.9, 1.10)]
    public void LeastConnections_WindowOfConcurrencyAndNewsAtOnce_P99IsWithin(double load, double limit)
    {
        var simulated = Given.Policy(RoutingPolicyNames.LeastConnections, WindowConfig.Concurrency(0));

        Assert.InRange(Simulate(Exponential, load, simulated, delayMs: 0).P99Ratio.Value, 0.5, limit);
    }

    [Theory]
    [InlineData(0.7, 0.85)]
    [InlineData(0.9, 1.10)]
    public void ResponseTime_LogNormalWork_P99IsWithin(double load, double limit) =>
        Assert.InRange(Simulate(LogNormal, load, Auto(RoutingPolicyNames.ResponseTime)).P99Ratio.Value, 0.5, limit);

    [Theory]
    [InlineData(0.7, 1.01, 0.90)]
    [InlineData(0.9, 1.02, 1.00)]
    public void ResponseTime_BimodalWork_P99AndMeanAreWithin(double load, double limit, double limitOfMean)
    {
        var found = Simulate(Bimodal, load, Auto(RoutingPolicyNames.ResponseTime));

        Assert.InRange(found.P99Ratio.Value, 0.5, limit);
        Assert.InRange(found.MeanRatio.Value, 0.5, limitOfMean);
    }

    private static SimulatedCase Auto(string policy) => Given.Policy(policy, WindowConfig.Auto);

    private static CaseResult Simulate(ServiceConfig service, double load, SimulatedCase simulated, bool weighted = false, double delayMs = 0.5)
    {
        var scenario = Given.Workers([2, 1, 1, 0.5], concurrency: 4, load);
        scenario = scenario with
        {
            FeedbackDelay = TimeSpan.FromMilliseconds(delayMs),
            Kinds = [new MessageKind { Service = service }],
            Cases = [Given.Competing, simulated],
            Destinations = [.. scenario.Destinations.Select(d => d with { Weight = weighted ? (int)(d.Speed * 100) : d.Weight })],
        };
        return Given.Simulated(scenario).Points[0].Cases[1];
    }
}

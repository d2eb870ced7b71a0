using MessageLB.Core.Configuration;
using MessageLB.Core.Routing;
using Xunit;

namespace MessageLB.Simulation.Tests.Running;

/// <summary>What can be calculated must come out of the simulation: first the ground, then everything that stands on it.</summary>
public sealed class QueueingTheoryTests
{
    private const double ServiceSeconds = 0.010;

    [Theory]
    [InlineData(1, 0.5, 2.0)]
    [InlineData(8, 0.9, 1.877)]
    [InlineData(16, 0.9, 1.370)]
    public void Erlang_KnownValues_AreThose(int servers, double load, double response) =>
        Assert.Equal(response, QueueingTheory.MMc(servers, load), 0.001);

    [Theory]
    [InlineData(1, 1, 0.5, 1_000_000)]
    [InlineData(1, 1, 0.8, 1_500_000)]
    [InlineData(1, 4, 0.7, 500_000)]
    [InlineData(4, 1, 0.9, 1_500_000)]
    [InlineData(4, 4, 0.7, 300_000)]
    [InlineData(4, 4, 0.9, 1_000_000)]
    [InlineData(8, 1, 0.9, 1_000_000)]
    [InlineData(100, 1, 0.95, 1_000_000)]
    public void CompetingConsumers_EqualWorkers_AreMMc(int workers, int concurrency, double load, int messages)
    {
        var found = Given.OnlyCase(Given.EqualWorkers(workers, concurrency, load) with { Messages = messages, Seeds = [1, 2] });

        var expected = QueueingTheory.MMc(workers * concurrency, load);
        Assert.Equal(expected, found.Mean.Value / ServiceSeconds, expected * 0.02);
    }

    [Theory]
    [InlineData(ServiceKind.Deterministic, 0.0)]
    [InlineData(ServiceKind.Exponential, 1.0)]
    [InlineData(ServiceKind.Bimodal, 4.75)]
    public void OneHand_AnyService_IsMG1(ServiceKind kind, double variance)
    {
        var scenario = Given.EqualWorkers(1, 1, 0.7) with
        {
            Messages = 1_500_000,
            Seeds = [1, 2],
            Kinds = [new MessageKind { Service = new ServiceConfig { Kind = kind } }],
        };

        var expected = QueueingTheory.MG1(0.7, variance);
        Assert.Equal(expected, Given.OnlyCase(scenario).Mean.Value / ServiceSeconds, expected * 0.02);
    }

    [Fact]
    public void RandomExchange_EqualWorkers_IsAnMM1EachOfThem()
    {
        var scenario = Given.EqualWorkers(4, 1, 0.7) with
        {
            Messages = 1_500_000,
            Seeds = [1, 2],
            Cases = [new SimulatedCase { Name = "random", Baseline = BaselineKind.RandomExchange }],
        };

        var expected = QueueingTheory.MMc(1, 0.7);
        Assert.Equal(expected, Given.OnlyCase(scenario).Mean.Value / ServiceSeconds, expected * 0.02);
    }

    [Fact]
    public void LeastConnections_LateBoundWithoutDelay_IsNearMM8()
    {
        var scenario = Given.EqualWorkers(8, 1, 0.9) with
        {
            Messages = 500_000,
            Seeds = [1, 2],
            FeedbackDelay = TimeSpan.Zero,
            Cases = [Given.Policy(RoutingPolicyNames.LeastConnections, WindowConfig.Concurrency(0))],
        };

        Assert.InRange(Given.OnlyCase(scenario).Mean.Value / ServiceSeconds, 1.877 * 0.98, 1.877 * 1.10);
    }

    [Fact]
    public void Utilisation_EqualWorkers_IsTheLoad()
    {
        var found = Given.OnlyCase(Given.EqualWorkers(4, 4, 0.8) with { Messages = 300_000 });

        Assert.All(found.Destinations, d => Assert.Equal(0.8, d.Utilisation.Value, 0.01));
        Assert.All(found.Destinations, d => Assert.Equal(0.25, d.Share.Value, 0.01));
    }

    [Fact]
    public void Percentiles_MM1_AreThoseOfAnExponential()
    {
        // Response time of M/M/1 is exponential with mean 1 / (1 − load).
        var found = Given.OnlyCase(Given.EqualWorkers(1, 1, 0.5) with { Messages = 1_000_000, Seeds = [1, 2] });

        Assert.Equal(2 * Math.Log(2), found.P50.Value / ServiceSeconds, 0.04);
        Assert.Equal(2 * Math.Log(10), found.P90.Value / ServiceSeconds, 0.12);
        Assert.Equal(2 * Math.Log(100), found.P99.Value / ServiceSeconds, 0.35);
    }
}

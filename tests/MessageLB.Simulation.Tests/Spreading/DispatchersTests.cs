using MessageLB.Core.Configuration;
using MessageLB.Core.Routing;
using MessageLB.Simulation.Tests.Running;
using Xunit;

namespace MessageLB.Simulation.Tests.Spreading;

public sealed class DispatchersTests
{
    private static readonly SimulatedCase OneAtATime = Given.Policy(RoutingPolicyNames.LeastConnections, WindowConfig.Fixed(1));

    // Two messages per 10 ms for one hand: always something waits.
    private static readonly Scenario Flooded = Given.EqualWorkers(1, 1, 2) with
    {
        Messages = 1_000,
        Kinds = [new MessageKind { Service = new ServiceConfig { Kind = ServiceKind.Deterministic } }],
    };

    [Theory]
    [InlineData(0, 0)]
    [InlineData(5, 0)]
    [InlineData(5, 2)]
    public void OneMessageAtATime_Flooded_TakesServiceFeedbackAndHandOverEach(int feedback, int handOver)
    {
        var scenario = Flooded with { FeedbackDelay = TimeSpan.FromMilliseconds(feedback), HandOverDelay = TimeSpan.FromMilliseconds(handOver) };

        var seen = Watch(scenario, OneAtATime).Completions;

        Assert.Equal(1_000, seen.Count);
        // The first few may meet an idle worker.
        Assert.All(seen.Skip(50).Zip(seen.Skip(51)), pair => Assert.Equal((10 + feedback + handOver) * 1_000_000L, pair.Second.At - pair.First.At));
    }

    [Fact]
    public void Ingress_Flooded_IsFirstInFirstOut()
    {
        var seen = Watch(Flooded with { Dispatchers = 3 }, OneAtATime).Completions;

        Assert.Equal(Enumerable.Range(0, 1_000), seen.Select(c => c.Number));
    }

    [Fact]
    public void SeveralDispatchers_EachWithItsOwnWindow_ShareTheArrivals()
    {
        var scenario = Given.EqualWorkers(4, 4, 0.7) with { Messages = 30_000, Dispatchers = 3 };

        var seen = Watch(scenario, Given.Policy(RoutingPolicyNames.LeastConnections)).Completions;

        Assert.All(Enumerable.Range(0, 3), d => Assert.Equal(1 / 3.0, seen.Count(c => c.Dispatcher == d) / 30_000.0, 0.02));
    }

    [Fact]
    public void Policies_AreShownKindAndKeyAsDeliveriesHaveThem()
    {
        var policy = new ListeningPolicy();
        var scenario = Given.EqualWorkers(2, 4, 0.5) with
        {
            Messages = 1_000,
            Kinds = [new MessageKind { Name = "order", Keys = 3 }, new MessageKind()],
        };

        Watch(scenario, Given.Policy(ListeningPolicy.PolicyName), policy.Simulator());

        Assert.Equal(
            [("", "", ""), ("order", "order", "00000000"), ("order", "order", "00000001"), ("order", "order", "00000002")],
            policy.Heard.Select(h => (h.Type ?? "", h.RoutingKey, h.Key ?? "")).Distinct().Order());
    }

    [Fact]
    public void Policies_AreShownTheKeysOfATrace()
    {
        var policy = new ListeningPolicy();
        var scenario = Given.EqualWorkers(2, 4, 0.5) with
        {
            Messages = 1_000,
            Arrivals = new ArrivalConfig { Kind = ArrivalKind.Trace, Trace = [new(0.1, "", "größe"), new(0.1)] },
        };

        Watch(scenario, Given.Policy(ListeningPolicy.PolicyName), policy.Simulator());

        Assert.Equal(["größe", null, "größe", null], policy.Heard.Take(4).Select(h => h.Key));
    }

    [Fact]
    public void Policies_LearnServiceTimesFromHeartbeatsOnly()
    {
        var policy = new ListeningPolicy();
        var scenario = Given.Workers([2, 0.5], 1, 0.5) with
        {
            Messages = 2_000,
            FeedbackDelay = TimeSpan.FromMilliseconds(100),
            Kinds = [new MessageKind { Service = new ServiceConfig { Kind = ServiceKind.Deterministic } }],
        };

        Watch(scenario, Given.Policy(ListeningPolicy.PolicyName, WindowConfig.Fixed(3)), policy.Simulator());

        Assert.Equal([0, 0], policy.ServiceTimes[0]);
        // As measured, or longer while nothing is completed.
        Assert.All(policy.ServiceTimes, s => Assert.True(s[0] is 0 or >= 0.005 && s[1] is 0 or >= 0.020));
        Assert.Equal([0.005, 0.020], policy.ServiceTimes[^1]);
    }

    [Fact]
    public void Policies_LearnServiceTimesOfEachKind()
    {
        var policy = new ListeningPolicy();
        var scenario = Given.EqualWorkers(2, 1, 0.5) with
        {
            Messages = 2_000,
            Kinds = [Kind("short", 2), Kind("", 10), Kind("long", 40)],
        };

        Watch(scenario, Given.Policy(ListeningPolicy.PolicyName, WindowConfig.Fixed(3)), policy.Simulator());

        double[] known = [.. policy.Heard.Zip(policy.ServiceTimesOfKind).Skip(1_000).Select(h => h.Second * 1000)];
        double[] expected = [.. policy.Heard.Skip(1_000).Select(h => h.Type switch { "short" => 2.0, "long" => 40, _ => 10 })];
        Assert.Equal(expected, known, (one, other) => Math.Abs(one - other) < 1e-6);

        static MessageKind Kind(string name, double milliseconds) => new()
        {
            Name = name,
            Service = new ServiceConfig { Kind = ServiceKind.Deterministic, Mean = TimeSpan.FromMilliseconds(milliseconds) },
        };
    }

    [Fact]
    public void Run_UnknownPolicy_SaysSo()
    {
        var scenario = Given.EqualWorkers(2, 1, 0.5) with { Messages = 1_000, Cases = [Given.Policy("no_such_policy")] };

        var error = Assert.Throws<MessageLBException>(() => Given.Simulated(scenario));

        Assert.Contains("no_such_policy", error.Message, StringComparison.Ordinal);
    }

    private static CountingObserver Watch(Scenario scenario, SimulatedCase simulated, Simulator? simulator = null)
    {
        var observer = new CountingObserver();
        (simulator ?? new Simulator(RoutingPolicyRegistry.BuiltIn)).Prepare(scenario, simulated, 1, observer).Run(null, CancellationToken.None);
        return observer;
    }
}

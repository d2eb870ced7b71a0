using MessageLB.Core.Routing;
using Xunit;

namespace MessageLB.Simulation.Tests.Claims;

/// <summary>
/// The scenario of Linkerd's "Beyond round robin" (2016): eleven servers, one of which answers in 2 s for 30 of 60 s; success is an answer
/// within a second. Published: round robin 95 %, least loaded 99 %, peak EWMA 99.9 %. As in <c>docs/simulations/slow-server.yaml</c>.
/// </summary>
public sealed class SlowServerTests
{
    [Fact]
    public void ResponseTime_OneOfElevenTurnsSlow_NinetyNinePointNineSucceed()
    {
        var servers = Enumerable.Range(1, 10).Select(i => new SimulatedDestination { Name = $"fast-{i}", Concurrency = 100 });
        var scenario = new Scenario
        {
            Messages = 60_000,
            Duration = TimeSpan.FromSeconds(60),
            WarmUp = 0,
            Objective = TimeSpan.FromSeconds(1),
            Arrivals = new ArrivalConfig { Rate = 1000 },
            Kinds = [new MessageKind { Service = new ServiceConfig { Kind = ServiceKind.LogNormal, Mean = TimeSpan.FromMilliseconds(170), Sigma = 0.2 } }],
            Destinations =
            [
                .. servers,
                new SimulatedDestination
                {
                    Name = "slow",
                    Concurrency = 100,
                    Timeline =
                    [
                        new TimelineEvent(TimeSpan.FromSeconds(15), TimelineAction.Speed, 0.085),
                        new TimelineEvent(TimeSpan.FromSeconds(45), TimelineAction.Speed),
                    ],
                },
            ],
            Cases = [Given.Policy(RoutingPolicyNames.RoundRobin), Given.Policy(RoutingPolicyNames.LeastConnections), Given.Policy(RoutingPolicyNames.ResponseTime)],
        };

        var success = Given.Simulated(scenario).Points[0].Cases.Select(c => c.Success!.Value.Value).ToArray();

        Assert.InRange(success[0], 0.94, 0.98);
        Assert.InRange(success[1], 0.99, 0.999);
        Assert.InRange(success[2], 0.999, 1);
    }
}

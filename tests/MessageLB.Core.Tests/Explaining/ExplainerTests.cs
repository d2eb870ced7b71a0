using MessageLB.Core.Configuration;
using MessageLB.Core.Explaining;
using MessageLB.Core.Groups;
using MessageLB.Core.Routing;
using MessageLB.Core.Tests.Groups;
using MessageLB.Core.Tests.Routing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Explaining;

public sealed class ExplainerTests
{
    [Fact]
    public void Look_EveryKindOfExclusion_IsToldWithItsReason()
    {
        var (a, b) = (Fleet.Destination(0, limit: 12, inFlight: 3, concurrency: 4, service: 0.005), Fleet.Destination(1, limit: 12, inFlight: 7, concurrency: 4, service: 0.01));
        var full = Fleet.Destination(2, limit: 12, inFlight: 12);
        var idle = Fleet.Destination(3, weight: 0, limit: 8);
        var lost = Fleet.Destination(4, limit: 4, inFlight: 2);
        var late = Fleet.Destination(5, limit: 4);
        var properties = new MessageProperties { MessageId = "m-1", Type = "invoice" };

        var explained = Explained.Pick(
            Policy(RoutingPolicyNames.ResponseTime),
            Fleet.Snapshot(a, b, full),
            properties,
            Explained.View(late),
            Explained.View(b),
            Explained.View(a, measured: 0.005),
            Explained.View(lost, DestinationCondition.Lost, "no heartbeat for 2.6 s (limit 2.5 s)"),
            Explained.View(idle),
            Explained.View(full));

        Assert.Equal(
            [
                new ExplainedCandidate("a", 0.005 * 1.25 / 100, 3, 12, 100, 4, TimeSpan.FromMilliseconds(5), true, TimeSpan.FromMilliseconds(5)),
                new ExplainedCandidate("b", 0.01 * 2.25 / 100, 7, 12, 100, 4, TimeSpan.FromMilliseconds(10), false, TimeSpan.FromMilliseconds(20)),
            ],
            explained.Candidates);
        Assert.Equal(
            [
                new ExcludedDestination("c", ExclusionCause.NoCredit, DestinationCondition.Ready, "12 of 12 in flight", 12, 12, 100),
                new ExcludedDestination("d", ExclusionCause.WeightZero, DestinationCondition.Ready, "its weight is 0", 0, 8, 0),
                new ExcludedDestination("e", ExclusionCause.NotReady, DestinationCondition.Lost, "no heartbeat for 2.6 s (limit 2.5 s)", 2, 4, 100),
                new ExcludedDestination("f", ExclusionCause.JustReady, DestinationCondition.Ready, "it became ready while this was decided", 0, 4, 100),
            ],
            explained.Excluded);
        Assert.Equal(("orders", "m-1", "order.new", "invoice", "response_time"), (explained.Group, explained.MessageId, explained.RoutingKey, explained.Kind, explained.Policy));
        Assert.Equal(("a", "it has the smallest score", 0), (explained.Winner, explained.Because, explained.LeftOut));
        Assert.Equal((Explained.Time, null, null), (explained.Time, explained.Held, explained.Shadow));
    }

    [Theory]
    [InlineData(WorkerState.Starting, DestinationCondition.Starting, "its worker says that it is starting")]
    [InlineData(WorkerState.Draining, DestinationCondition.Draining, "its worker says that it is draining")]
    [InlineData(WorkerState.Maintenance, DestinationCondition.Maintenance, "its worker says that it is in maintenance")]
    [InlineData(WorkerState.Failed, DestinationCondition.Failed, "its worker says that it failed")]
    public void Look_WorkerSaysThatItIsNotReady_IsTold(WorkerState state, DestinationCondition condition, string reason)
    {
        var rig = new GroupRig();
        rig.Beat("a");
        rig.Beat("b", h => h with { State = state, InFlight = 1 });

        var excluded = Assert.Single(Explain(rig).Excluded);

        Assert.Equal(("b", ExclusionCause.NotReady, condition, reason), (excluded.Name, excluded.Cause, excluded.Condition, excluded.Reason));
    }

    [Fact]
    public void Look_WhatHappenedToDestinations_IsTold()
    {
        var rig = new GroupRig(new GroupConfig { Name = GroupRig.Group, Destinations = [new DestinationConfig { Name = "unseen" }, new DestinationConfig { Name = "refused" }] });
        foreach (var name in (string[])["a", "gone", "left", "suspended"]) rig.Beat(name);
        rig.EndPresence("gone", PresenceEnd.Lost);
        rig.EndPresence("left", PresenceEnd.Left);
        rig.FailHandOver("suspended");
        rig.DeclareQueue("refused", "its queue exists with other arguments");

        Assert.Equal(
            [
                ("gone", DestinationCondition.Lost, "its connection died (presence token came back)"),
                ("left", DestinationCondition.Left, "its worker took its leave"),
                ("refused", DestinationCondition.Suspended, "its queue exists with other arguments"),
                ("suspended", DestinationCondition.Suspended, "its queue does not exist"),
                ("unseen", DestinationCondition.Unknown, "nothing was seen of it yet"),
            ],
            Explain(rig).Excluded.Select(e => (e.Name, e.Condition, e.Reason)));
    }

    [Fact]
    public void Look_BeforeThePick_ShowsLoadWithoutThisMessageAndTakesNothing()
    {
        var (a, b) = (Fleet.Destination(0, inFlight: 2), Fleet.Destination(1, inFlight: 5));

        var explained = Explained.Pick(Policy(RoutingPolicyNames.LeastConnections), Explained.View(a), Explained.View(b));

        Assert.Equal([("a", 2.0, 2), ("b", 5.0, 5)], explained.Candidates.Select(c => (c.Name, c.Score!.Value, c.InFlight)));
        Assert.Equal([3, 5], [a.Credit.InFlight, b.Credit.InFlight]);
    }

    [Theory]
    [InlineData(RoutingPolicyNames.RoundRobin)]
    [InlineData(RoutingPolicyNames.WeightedRoundRobin)]
    [InlineData(RoutingPolicyNames.LeastConnections)]
    [InlineData(RoutingPolicyNames.ResponseTime)]
    public void Look_AtEveryPick_ChangesNoPick(string name)
    {
        var group = Fleet.Weighted(5, 3, 2);
        var snapshot = Fleet.Snapshot(group);
        var witness = new Explained([.. group.Select(d => Explained.View(d))]);
        using var watched = Fleet.Picker(Policy(name));
        var picks = new List<string>();
        for (var i = 0; i < 50; i++)
        {
            var picked = watched.TryPick(snapshot, "key", Fleet.Properties, witness)!;
            picked.Credit.Return(1);
            picks.Add(picked.Name);
        }

        Assert.Equal(Fleet.Picker(Policy(name)).Picks(snapshot, 50), string.Concat(picks));
    }

    [Fact]
    public void Look_CreditCameBackMeanwhile_SaysSo()
    {
        var (a, b) = (Fleet.Destination(0), Fleet.Destination(1, limit: 2, inFlight: 2));
        var snapshot = Fleet.Snapshot(a, b);
        using var picker = Fleet.Picker(new ScriptedPolicy(candidates => candidates[0]));
        var witness = new ReturningWitness(b, [Explained.View(a), Explained.View(b)]);

        picker.TryPick(snapshot, "key", Fleet.Properties, witness);

        Assert.Equal("its window was full a moment before; now 1 of 2 in flight", Assert.Single(witness.Picture!.Decide("a", Explained.Time).Excluded).Reason);
    }

    private static Explanation Explain(GroupRig rig) =>
        Explained.Pick(Policy(RoutingPolicyNames.LeastConnections), rig.State.Snapshot, Fleet.Properties, rig.Updater.View(rig.Now));

    private static IRoutingPolicy Policy(string name) => RoutingPolicyRegistry.BuiltIn.Create(name, GroupConfig.Default);

    private sealed class ReturningWitness(DestinationState returning, IReadOnlyList<DestinationView> views) : IPickWitness
    {
        public DecisionPicture? Picture { get; private set; }

        public void BeforePick(IRoutingPolicy policy, in RoutingContext context, CandidateSet candidates)
        {
            returning.Credit.Return(1);
            Picture = Explainer.Look("orders", policy, context, candidates, views);
        }
    }
}

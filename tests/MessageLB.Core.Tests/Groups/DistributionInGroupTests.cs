using MessageLB.Core.Configuration;
using MessageLB.Core.Distribution;
using MessageLB.Core.Routing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Groups;

/// <summary>Who got what, beside what the policy lets expect.</summary>
public sealed class DistributionInGroupTests
{
    [Fact]
    public void Distribution_ByWeight_IsExpectedInProportion()
    {
        var rig = Rig(RoutingPolicyNames.WeightedRoundRobin, ("a", 100), ("b", 300));

        Hand(rig, seconds: 30, ("a", 10), ("b", 30));

        var minute = Minute(rig);
        Assert.Equal((1200, 1200, 1.0, 0.0), (minute.Handed, minute.Compared, Math.Round(minute.Fairness!.Value, 9), Math.Round(minute.Imbalance!.Value, 9)));
        Assert.Equal([("a", 0.25, 0.25, false), ("b", 0.75, 0.75, false)], minute.Destinations.Select(d => (d.Destination, Math.Round(d.Actual, 9), Math.Round(d.Expected!.Value, 9), d.IsSkewed)));
        Assert.All(minute.ImbalanceOverTime, step => Assert.Equal(0, step!.Value, 1e-9));
    }

    [Fact]
    public void Distribution_OneGetsTooMuch_IsSkewedAndTellsHowMuchWouldHaveToMove()
    {
        var rig = Rig(RoutingPolicyNames.RoundRobin, ("a", 100), ("b", 100));

        Hand(rig, seconds: 30, ("a", 30), ("b", 10));

        var minute = Minute(rig);
        Assert.Equal([true, true], minute.Destinations.Select(d => d.IsSkewed));
        Assert.Equal((0.25, 0.8), (Math.Round(minute.Imbalance!.Value, 9), Math.Round(minute.Fairness!.Value, 9)));
        Assert.False(minute.Destinations[0].Band!.Value.Contains(0.5));
    }

    [Fact]
    public void Distribution_FewMessagesUnevenly_MayBeChance()
    {
        var rig = Rig(RoutingPolicyNames.Random, ("a", 100), ("b", 100));

        Hand(rig, seconds: 5, ("a", 3), ("b", 1));

        Assert.Equal([false, false], Minute(rig).Destinations.Select(d => d.IsSkewed));
    }

    [Fact]
    public void Distribution_WeightChangesHalfway_TheExpectationFollows()
    {
        var rig = Rig(RoutingPolicyNames.WeightedRandom, ("a", 100), ("b", 100));
        Hand(rig, seconds: 10, ("a", 10), ("b", 10));
        rig.Beat("a", h => h with { Weight = 300 });

        Hand(rig, seconds: 10, ("a", 15), ("b", 5));

        var minute = Minute(rig);
        Assert.Equal([("a", 250.0 / 400), ("b", 150.0 / 400)], minute.Destinations.Select(d => (d.Destination, Math.Round(d.Expected!.Value, 9))));
        Assert.Equal(0, minute.Imbalance!.Value, 1e-9);
    }

    [Fact]
    public void Distribution_AWindowIsFull_NothingIsComparedMeanwhile()
    {
        var rig = Rig(RoutingPolicyNames.RoundRobin, ("a", 100), ("b", 100));
        var full = rig.State.Snapshot.Eligible[0].Credit;
        while (full.TryTake())
        {
        }

        Hand(rig, seconds: 10, ("a", 0), ("b", 10));

        var minute = Minute(rig);
        Assert.Equal((100, 0L), (minute.Handed, minute.Compared));
        Assert.Null(minute.Fairness);
        Assert.Equal([(0.0, null), (1.0, (double?)null)], minute.Destinations.Select(d => (d.Actual, d.Expected)));
    }

    [Theory]
    [InlineData(RoutingPolicyNames.ResponseTime, ShareBasis.None)]
    [InlineData("my_own", ShareBasis.None)]
    [InlineData("rr", ShareBasis.Equal)]
    [InlineData(RoutingPolicyNames.ConsistentHash, ShareBasis.Keys)]
    [InlineData(RoutingPolicyNames.HealthBased, ShareBasis.Health)]
    public void Distribution_OfEachKindOfPolicy_HasItsBasis(string policy, ShareBasis basis)
    {
        var rig = Rig(policy, ("a", 100), ("b", 100));

        Hand(rig, seconds: 10, ("a", 30), ("b", 10));

        var group = rig.Updater.Books().ReadDistribution();
        Assert.Equal(basis, group.Basis);
        Assert.Equal(basis is ShareBasis.Equal or ShareBasis.Health, group.Windows[0].Destinations.Any(d => d.IsSkewed));
        Assert.Equal(basis == ShareBasis.None, group.Windows[0].Imbalance is null);
    }

    [Fact]
    public void Distribution_ALowerTierCarries_TellsWhichPartItGot()
    {
        var rig = new GroupRig(new GroupConfig
        {
            Name = GroupRig.Group,
            Algorithm = RoutingPolicyNames.RoundRobin,
            Destinations = [new DestinationConfig { Name = "a" }, new DestinationConfig { Name = "spare", Tier = 1 }],
        });
        rig.Beat("a");
        rig.Beat("spare");
        Hand(rig, seconds: 10, ("a", 30), ("spare", 0));
        rig.EndPresence("a", PresenceEnd.Lost);

        Hand(rig, seconds: 10, ("a", 0), ("spare", 10));

        Assert.Equal(0.25, Minute(rig).FailedOver, 1e-9);
    }

    [Fact]
    public void Distribution_HandlingTimesOtherThanPredicted_TellsByHowMuch()
    {
        var rig = Rig(RoutingPolicyNames.RoundRobin, ("a", 100));
        rig.Beat("a", h => h with { Done = 10, BusyMs = 100 });
        rig.Pass(1);

        // The estimate is 10 ms, and 20 are measured: half of that off.
        rig.Beat("a", h => h with { Done = 20, BusyMs = 300 });
        rig.Pass(1);
        rig.Tick();

        Assert.Equal(0.5, Minute(rig).PredictionError!.Value, 1e-9);
    }

    private static GroupRig Rig(string policy, params (string Name, int Weight)[] destinations)
    {
        var rig = new GroupRig(new GroupConfig { Name = GroupRig.Group, Algorithm = policy, Window = WindowConfig.Fixed(1000) });
        foreach (var (name, weight) in destinations) rig.Beat(name, h => h with { Weight = weight });
        rig.Tick();
        return rig;
    }

    private static void Hand(GroupRig rig, int seconds, params (string Name, int Each)[] shares)
    {
        for (var second = 0; second < seconds; second++)
        {
            rig.Pass(1);
            foreach (var (name, each) in shares)
            {
                var state = rig.Updater.All().Single(d => d.Name == name);
                for (var i = 0; i < each; i++) state.CountHanded();
                if (rig.Eligible.Contains(name)) rig.Beat(name, h => h with { Weight = state.Weight });
            }

            rig.Tick();
        }
    }

    private static WindowDistribution Minute(GroupRig rig) => rig.Updater.Books().ReadDistribution().Windows[0];
}

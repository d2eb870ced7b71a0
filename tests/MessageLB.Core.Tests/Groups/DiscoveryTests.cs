using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Core.Heartbeats;
using Xunit;

namespace MessageLB.Core.Tests.Groups;

public sealed class DiscoveryTests
{
    [Fact]
    public void OnHeartbeat_UnknownDestination_JoinsAndIsEligible()
    {
        var rig = new GroupRig();

        rig.Beat("a");

        Assert.Equal(["a"], rig.Eligible);
        Assert.Equal(
            [new GroupEvent("orders", "a", DestinationCondition.Unknown, DestinationCondition.Ready, "it is ready")],
            rig.TakeEvents());
        Assert.False(rig.Updater.IsListed("a"));
    }

    [Fact]
    public void OnHeartbeat_DiscoveryOff_RefusesWhoIsNotListed()
    {
        var rig = new GroupRig(new GroupConfig { Name = "orders", Discovery = false, Destinations = [new DestinationConfig { Name = "a" }] });

        Assert.Equal(HeartbeatVerdict.NotListed, rig.TryBeat("b"));
        Assert.Equal(HeartbeatVerdict.Accepted, rig.TryBeat("a"));
        Assert.Equal(["a"], rig.Updater.All().Select(d => d.Name));
        Assert.True(rig.Updater.IsListed("a"));
    }

    [Fact]
    public void New_ListedDestinations_AreKnownAndNotEligibleYet()
    {
        var rig = GroupRig.Listed(new DestinationConfig { Name = "b", Weight = 7 }, new DestinationConfig { Name = "a" });

        Assert.Empty(rig.Eligible);
        Assert.Empty(rig.TakeEvents());
        Assert.Equal([("b", 0, 7), ("a", 1, 100)], rig.Updater.All().Select(d => (d.Name, d.Slot, d.Weight)));
        Assert.Equal((DestinationCondition.Unknown, "nothing was seen of it yet"), rig.Condition("a"));
        Assert.Equal("messagelb.work.orders.a", rig.Destination("a").Queue);
    }

    [Fact]
    public void OnHeartbeat_MoreInstancesThanAreKept_RefusesNewOnesUntilOneIsLost()
    {
        var rig = new GroupRig();
        for (var i = 0; i < 256; i++) rig.Beat("a", instance: $"i{i}");

        Assert.Equal(HeartbeatVerdict.TooMany, rig.TryBeat("a", instance: "one-more"));
        rig.EndPresence("a", Transport.PresenceEnd.Left, "i7");
        Assert.Equal(HeartbeatVerdict.Accepted, rig.TryBeat("a", instance: "one-more"));
        Assert.Equal(256, rig.View("a").Alive);
    }

    [Fact]
    public void OnHeartbeat_MoreDestinationsThanAreAllowed_RefusesNewOnesOnly()
    {
        var rig = new GroupRig();
        // Not ready, so that no snapshot has to be sorted for each of them.
        for (var i = 0; i < GroupUpdater.MaxDestinations; i++) rig.Beat($"w{i}", h => h with { State = WorkerState.Starting });

        Assert.Equal(HeartbeatVerdict.TooMany, rig.TryBeat("one-more"));
        Assert.Equal(HeartbeatVerdict.Accepted, rig.TryBeat("w0"));
    }
}

using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Groups;

public sealed class SnapshotTests
{
    private readonly GroupRig _rig = new();

    [Fact]
    public void Snapshot_BeforeAnything_IsEmpty() => Assert.Same(GroupSnapshot.Empty, _rig.State.Snapshot);

    [Fact]
    public void Publish_EveryChange_GrowsTheVersionAndLeavesOldSnapshotsAlone()
    {
        var snapshots = new List<(GroupSnapshot Snapshot, string[] Names)>();

        void Keep() => snapshots.Add((_rig.State.Snapshot, [.. _rig.Eligible]));

        Keep();
        _rig.Beat("a");
        Keep();
        _rig.Beat("b");
        Keep();
        _rig.EndPresence("a", PresenceEnd.Lost);
        Keep();
        _rig.FailHandOver("b");
        Keep();

        Assert.Equal([[], ["a"], ["a", "b"], ["b"], []], snapshots.Select(s => s.Names));
        Assert.All(snapshots, s => Assert.Equal(s.Names, s.Snapshot.Eligible.Select(d => d.Name)));
        Assert.Equal([0, 1, 2, 3, 4], snapshots.Select(s => s.Snapshot.Version));
    }

    [Fact]
    public void Publish_NothingChanged_KeepsTheSnapshot()
    {
        _rig.Beat("a");
        var snapshot = _rig.State.Snapshot;

        _rig.Pass(1);
        _rig.Beat("a", h => h with { Done = 5, InFlight = 3 });
        _rig.Tick();

        Assert.Same(snapshot, _rig.State.Snapshot);
    }

    [Fact]
    public void Publish_WeightChanged_IsANewSnapshot()
    {
        _rig.Beat("a");
        var snapshot = _rig.State.Snapshot;

        _rig.Beat("a", h => h with { Weight = 50 });

        Assert.Equal(snapshot.Version + 1, _rig.State.Snapshot.Version);
        Assert.Equal(["a"], _rig.Eligible);
    }

    [Fact]
    public void Publish_Order_IsThatOfTheSlots()
    {
        var rig = GroupRig.Listed(new DestinationConfig { Name = "z" }, new DestinationConfig { Name = "m" });
        rig.Beat("a");
        rig.Beat("m");
        rig.Beat("z");

        Assert.Equal([("z", 0), ("m", 1), ("a", 2)], rig.State.Snapshot.Eligible.Select(d => (d.Name, d.Slot)));
    }

    [Fact]
    public void Tick_DiscoveredAndLostForLong_IsForgottenAndItsSlotUsedAgain()
    {
        _rig.Beat("a");
        _rig.Beat("b");
        var forgotten = _rig.Destination("a");
        _rig.EndPresence("a", PresenceEnd.Lost);
        _rig.EndPresence("b", PresenceEnd.Left);
        _rig.TakeEvents();

        _rig.Pass(GroupUpdater.ForgetAfter);
        _rig.Tick();
        Assert.Empty(_rig.TakeEvents());
        _rig.Pass(TimeSpan.FromTicks(1));
        _rig.Tick();

        Assert.Equal(
            [
                new GroupEvent("orders", "a", DestinationCondition.Lost, null, "nothing was seen of it for a long time"),
                new GroupEvent("orders", "b", DestinationCondition.Left, null, "nothing was seen of it for a long time"),
            ],
            _rig.TakeEvents());
        Assert.Empty(_rig.Updater.All());
        _rig.Beat("c");
        Assert.Equal(0, _rig.Destination("c").Slot);
        Assert.NotSame(forgotten, _rig.Destination("c"));
    }

    [Fact]
    public void Tick_OneInstanceLostForLong_IsForgottenAndTheOthersStay()
    {
        _rig.Beat("a", instance: "i1");
        _rig.Beat("a", instance: "i2");
        _rig.EndPresence("a", PresenceEnd.Lost, "i1");
        for (var i = 0; i < 700; i++)
        {
            _rig.Pass(1);
            _rig.Beat("a", instance: "i2");
            _rig.Tick();
        }

        Assert.Equal(["a"], _rig.Eligible);
        // Forgotten, so it joins like a new one: ready at once, though it never recovered.
        _rig.EndPresence("a", PresenceEnd.Left, "i2");
        _rig.Beat("a", instance: "i1");
        Assert.Equal(["a"], _rig.Eligible);
    }
}

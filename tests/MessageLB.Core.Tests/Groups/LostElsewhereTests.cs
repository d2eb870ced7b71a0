using MessageLB.Core.Groups;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Groups;

/// <summary>News of another dispatcher: a worker instance's presence token came back to it.</summary>
public sealed class LostElsewhereTests
{
    private static readonly WorkerInstance One = new(GroupRig.Group, "a", "i1");

    private readonly GroupRig _rig = new();
    private readonly List<GroupEvent> _events = [];

    public LostElsewhereTests()
    {
        for (var i = 0; i < 3; i++) _rig.Beat("a");
    }

    [Theory]
    [InlineData(3)] // the teller has seen as much
    [InlineData(4)] // and more: one was lost on the way here
    public void OnLostElsewhere_NothingNewerSeen_IsALoss(long sequence)
    {
        Tell(sequence);

        Assert.Empty(_rig.Eligible);
        Assert.Equal([new GroupEvent("orders", "a", DestinationCondition.Ready, DestinationCondition.Lost, "its connection died (another dispatcher has its presence token)")], _events);
    }

    [Fact]
    public void OnLostElsewhere_NewerHeartbeatSeen_IsIgnored()
    {
        Tell(2);

        Assert.Equal(["a"], _rig.Eligible);
        Assert.Empty(_events);
    }

    [Fact]
    public void OnLostElsewhere_Again_IsNoSecondEvent()
    {
        Tell(3);
        Tell(3);

        Assert.Single(_events);
    }

    [Fact]
    public void OnLostElsewhere_ThenHeartbeatsThatWereUnderWay_AreNoSignOfLife()
    {
        Tell(3);

        _rig.Beat("a");
        Assert.Empty(_rig.Eligible);
        _rig.Pass(GroupUpdater.LateHeartbeats);
        _rig.Beat("a");
        Assert.Equal(["a"], _rig.Eligible);
    }

    [Fact]
    public void OnLostElsewhere_Strangers_AreIgnored()
    {
        _rig.Updater.OnLostElsewhere(new LostInstance(One with { Destination = "b" }, 9), _rig.Now, _events);
        _rig.Updater.OnLostElsewhere(new LostInstance(One with { Instance = "i2" }, 9), _rig.Now, _events);

        Assert.Equal(["a"], _rig.Eligible);
        Assert.Empty(_events);
    }

    [Fact]
    public void LastOfLost_Instance_IsItsLastHeartbeatOnceItDied()
    {
        Assert.Null(_rig.Updater.LastOfLost(One));
        _rig.EndPresence("a", PresenceEnd.Lost);
        Assert.Equal(3, _rig.Updater.LastOfLost(One));
        _rig.Beat("a"); // was under way
        Assert.Equal(4, _rig.Updater.LastOfLost(One));
        _rig.Pass(GroupUpdater.LateHeartbeats);
        _rig.Beat("a"); // is back
        Assert.Null(_rig.Updater.LastOfLost(One));
    }

    [Fact]
    public void LastOfLost_WhoTookItsLeave_HasNone()
    {
        _rig.EndPresence("a", PresenceEnd.Left);

        Assert.Null(_rig.Updater.LastOfLost(One));
    }

    private void Tell(long sequence) => _rig.Updater.OnLostElsewhere(new LostInstance(One, sequence), _rig.Now, _events);
}

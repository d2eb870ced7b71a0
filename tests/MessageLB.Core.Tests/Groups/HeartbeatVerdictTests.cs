using MessageLB.Core.Groups;
using MessageLB.Core.Heartbeats;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Groups;

public sealed class HeartbeatVerdictTests
{
    private static readonly Heartbeat Known = GroupRig.HeartbeatOf("a", "i1", 10) with { Done = 5, Failed = 4, Returned = 3, BusyMs = 20, Kinds = KindsOf(3, 12) };

    public static TheoryData<string, Heartbeat> CountersGoneDown => new()
    {
        { "done", Known with { Sequence = 11, Done = 4 } },
        { "failed", Known with { Sequence = 11, Failed = 3 } },
        { "returned", Known with { Sequence = 11, Returned = 2 } },
        { "busy_ms", Known with { Sequence = 11, BusyMs = 19.999 } },
        { "kinds, done", Known with { Sequence = 11, Kinds = KindsOf(2, 12) } },
        { "kinds, busy_ms", Known with { Sequence = 11, Kinds = KindsOf(3, 11.999) } },
        { "kinds, gone", Known with { Sequence = 11, Kinds = new Dictionary<string, KindCounts> { ["scan"] = new(9, 99) } } },
    };

    [Theory]
    [InlineData(10)]
    [InlineData(9)]
    [InlineData(0)]
    public void OnHeartbeat_SequenceNotNewer_IsStaleAndChangesNothing(long sequence)
    {
        var rig = new GroupRig();
        rig.Beat("a", _ => Known);
        rig.Pass(1);

        Assert.Equal(HeartbeatVerdict.Stale, rig.TryBeat("a", _ => Known with { Sequence = sequence, State = WorkerState.Failed, Done = 100 }));
        Assert.Equal((DestinationCondition.Ready, TimeSpan.FromSeconds(1), 0), (rig.View("a").Condition, rig.View("a").SinceSeen, rig.View("a").Done));
    }

    [Theory]
    [MemberData(nameof(CountersGoneDown))]
    public void OnHeartbeat_CounterWentDown_IsImplausibleAndChangesNothing(string counter, Heartbeat heartbeat)
    {
        var rig = new GroupRig();
        rig.Beat("a", _ => Known);
        rig.Pass(1);

        Assert.True(rig.TryBeat("a", _ => heartbeat with { State = WorkerState.Failed }) == HeartbeatVerdict.Implausible, counter);
        Assert.Equal((DestinationCondition.Ready, TimeSpan.FromSeconds(1)), (rig.View("a").Condition, rig.View("a").SinceSeen));
        Assert.Equal(HeartbeatVerdict.Accepted, rig.TryBeat("a", _ => Known with { Sequence = 11 }));
    }

    [Fact]
    public void OnHeartbeat_RefusedOnes_DoNotProlongTheLease()
    {
        var rig = new GroupRig();
        rig.Beat("a", _ => Known);
        rig.Pass(2);
        rig.TryBeat("a", _ => Known with { Sequence = 9 });
        rig.Pass(0.6);
        rig.Tick();

        Assert.Equal((DestinationCondition.Lost, "no heartbeat for 2.6 s (limit 2.3 s)"), rig.Condition("a"));
    }

    [Theory]
    [InlineData(1, 5)] // counts from the beginning again
    [InlineData(1_000_000, 0)] // takes the time for a sequence number, but its counters begin anew
    public void OnHeartbeat_LostInstanceThatBeginsAnew_IsTakenForANewProcess(long sequence, long done)
    {
        var rig = new GroupRig();
        rig.Beat("a", _ => Known with { Window = 8 });
        rig.Take("a", 3);
        rig.Pass(3);
        rig.Tick();
        Assert.Equal(DestinationCondition.Lost, rig.View("a").Condition);
        rig.Pass(1);

        var restarted = GroupRig.HeartbeatOf("a", "i1", sequence) with { Done = done, DoneBy = new Dictionary<string, long> { ["d1"] = 2 } };
        Assert.Equal(HeartbeatVerdict.Accepted, rig.TryBeat("a", _ => restarted));

        Assert.Equal(DestinationCondition.Ready, rig.View("a").Condition);
        Assert.Equal(1, rig.Credit("a").InFlight);
        Assert.Equal(0, rig.View("a").Done);
    }

    [Fact]
    public void OnHeartbeat_OlderOneJustAfterTheLoss_IsStale()
    {
        var rig = new GroupRig();
        rig.Beat("a", _ => Known);
        rig.EndPresence("a", PresenceEnd.Lost);
        rig.Pass(0.249);

        Assert.Equal(HeartbeatVerdict.Stale, rig.TryBeat("a", _ => Known));
    }

    private static Dictionary<string, KindCounts> KindsOf(long done, double busyMs) => new() { ["resize"] = new KindCounts(done, busyMs) };
}

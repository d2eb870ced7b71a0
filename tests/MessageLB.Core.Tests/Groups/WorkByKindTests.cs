using MessageLB.Core.Configuration;
using MessageLB.Core.Heartbeats;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Groups;

public sealed class WorkByKindTests
{
    private const int Short = 1;
    private const int Long = 2;

    private readonly GroupRig _rig = new(new GroupConfig { Name = GroupRig.Group, Window = WindowConfig.Fixed(20) });

    [Fact]
    public void OnHeartbeat_TwoKinds_MeasuresEach()
    {
        Told("a", 0, 0);
        Told("a", shorts: 90, longs: 10);

        Assert.Equal((0.001, 0.1), (_rig.Destination("a").ServiceSecondsOf(Short), _rig.Destination("a").ServiceSecondsOf(Long)));
        Assert.Equal([new("short", 0.001), new("long", 0.1)], _rig.View("a").ServiceSecondsByKind);
    }

    [Fact]
    public void OnHeartbeat_OneKindOnly_KeepsNoBooksByKind()
    {
        _rig.Beat("a", h => h with { Kinds = new Dictionary<string, KindCounts> { ["short"] = new(0, 0) } });
        _rig.Beat("a", h => h with { Done = 4, BusyMs = 8, Kinds = new Dictionary<string, KindCounts> { ["short"] = new(4, 8) } });
        Assert.True(_rig.Destination("a").TryTake(0, null));

        Assert.Null(_rig.Destination("a").Kinds);
        Assert.Equal((0.002, 0.002), (_rig.Destination("a").ServiceSecondsOf(0), _rig.Destination("a").WorkSeconds));
    }

    [Fact]
    public void OnHeartbeat_SecondKindOfTheGroup_StartsTheBooksOfAllDestinations()
    {
        _rig.Beat("b");
        _rig.Beat("a", h => h with { Kinds = new Dictionary<string, KindCounts> { ["short"] = new(0, 0) } });
        Assert.Null(_rig.Destination("b").Kinds);

        Told("a", 0, 0);

        Assert.NotNull(_rig.Destination("a").Kinds);
        Assert.NotNull(_rig.Destination("b").Kinds);
    }

    [Fact]
    public void OnHeartbeat_Settled_TakesItsWorkBack()
    {
        Told("a", 0, 0);
        Told("a", shorts: 1, longs: 1);
        Take("a", Short, 4);
        Take("a", Long, 2);
        Assert.Equal(0.204, _rig.Destination("a").WorkSeconds, 9);

        Told("a", shorts: 4, longs: 2);
        Assert.Equal(0.101, _rig.Destination("a").WorkSeconds, 9);

        Told("a", shorts: 5, longs: 3);
        Assert.Equal((0, 0.0), (_rig.Credit("a").InFlight, _rig.Destination("a").WorkSeconds));
    }

    [Fact]
    public void OnHeartbeat_SettledForTwoDispatchers_TakesThisOnesShareBack()
    {
        Told("a", 0, 0);
        Told("a", shorts: 1, longs: 1);
        Take("a", Short, 8);
        Take("a", Long, 4);

        // Of six settled since, three were ours.
        Told("a", shorts: 5, longs: 3, mine: 5);

        Assert.Equal((9, 6.0, 3.0), (_rig.Credit("a").InFlight, InFlight("a", Short), InFlight("a", Long)));
    }

    [Fact]
    public void OnHeartbeat_FailedMessages_AreHandledMessages()
    {
        Told("a", 0, 0);
        _rig.Beat("a", h => h with { Failed = 2, BusyMs = 20, Kinds = Kinds((0, 0), (2, 20)) });

        Assert.Equal(0.01, _rig.View("a").ServiceSecondsByKind["long"]);
        // Five successes are granted: five of seven.
        Assert.Equal(0.014, _rig.Destination("a").ServiceSecondsOf(Long), 1e-9);
    }

    [Fact]
    public void OnHeartbeat_FirstOfAnInstance_TeachesNames_ButMeasuresNothing()
    {
        _rig.Beat("a", h => h with { Done = 100, BusyMs = 1090, Kinds = Kinds((90, 90), (10, 1000)) });

        Assert.Empty(_rig.View("a").ServiceSecondsByKind);
        Assert.Equal((1, 2), (_rig.State.Snapshot.Kinds.IndexOf("short"), _rig.State.Snapshot.Kinds.IndexOf("long")));
    }

    [Fact]
    public void HandOverFailed_CreditGivenBack_TakesItsPartOfTheWorkBack()
    {
        Told("a", 0, 0);
        Told("a", shorts: 1, longs: 1);
        Take("a", Long, 2);

        _rig.Credit("a").Return(1);
        Assert.Equal(0.1, _rig.Destination("a").WorkSeconds, 9);

        _rig.Tick();
        Assert.Equal(1, InFlight("a", Long));
    }

    [Fact]
    public void Tick_KindNeverSeenThere_CountsAsItsPeersMedian()
    {
        foreach (var name in new[] { "a", "b", "c" }) Told(name, 0, 0);
        Told("a", shorts: 1, longs: 1, longMs: 50);
        Told("b", shorts: 1, longs: 1, longMs: 70);
        Told("c", shorts: 1, longs: 0);

        _rig.Tick();

        Assert.Equal(0.07, _rig.Destination("c").ServiceSecondsOf(Long));
        Assert.DoesNotContain("long", _rig.View("c").ServiceSecondsByKind.Keys);
    }

    [Fact]
    public void Tick_KindNeverSeenAnywhere_CountsAsTheMeanOfTheDestination()
    {
        Told("a", 0, 0);
        Told("a", shorts: 3, longs: 1);

        // 3 × 1 ms + 100 ms over four.
        Assert.Equal(0.02575, _rig.Destination("a").ServiceSecondsOf(0), 9);
    }

    [Fact]
    public void Tick_KindNotHandledForLong_IsHopedFor_WhileTheOtherIsBusy()
    {
        Told("a", 0, 0);
        Told("a", shorts: 1, longs: 1);
        Take("a", Short, 1);
        _rig.Pass(2);
        Told("a", shorts: 1, longs: 1);
        _rig.Pass(10);
        _rig.Tick();
        Told("a", shorts: 1, longs: 1, instance: "i2");

        Assert.Equal((0.001, 0.05), (_rig.Destination("a").ServiceSecondsOf(Short), _rig.Destination("a").ServiceSecondsOf(Long)));
    }

    [Fact]
    public void OnHeartbeat_ManyKinds_TellsFifteenApartAndTheRestTogether()
    {
        Dictionary<string, KindCounts> Of(int from, long done) => Enumerable.Range(from, 16).ToDictionary(i => $"k{i}", i => new KindCounts(done, done * i));
        _rig.Beat("a", h => h with { Kinds = Of(1, 0) });
        _rig.Beat("a", h => h with { Done = 32, Kinds = Of(1, 2) });
        _rig.Beat("a", h => h with { Kinds = Of(100, 0) }, "i2");

        var kinds = _rig.State.Snapshot.Kinds;

        Assert.Equal((16, 15, 0, 0), (kinds.Count, kinds.IndexOf("k15"), kinds.IndexOf("k16"), kinds.IndexOf("k100")));
        Assert.Equal((0.015, 0.016), (_rig.Destination("a").ServiceSecondsOf(15), _rig.Destination("a").ServiceSecondsOf(0)));
    }

    [Fact]
    public void OnQueueSeen_NoHeartbeats_BalancesWhatWasTaken()
    {
        var rig = GroupRig.Listed(new DestinationConfig { Name = "plain" });
        rig.Beat("a", h => h with { Kinds = Kinds((0, 0), (0, 0)) });
        rig.Beat("a", h => h with { Done = 2, BusyMs = 101, Kinds = Kinds((1, 1), (1, 100)) });
        rig.Look("plain", new QueueDepth(0, 1));
        rig.Tick();
        Assert.True(rig.Destination("plain").TryTake(Short, null));
        Assert.True(rig.Destination("plain").TryTake(Long, null));
        Assert.Equal(0.101, rig.Destination("plain").WorkSeconds, 9);

        rig.Look("plain", new QueueDepth(1, 1));

        Assert.Equal((0.5, 0.5), (rig.Destination("plain").Kinds!.InFlight(Short), rig.Destination("plain").Kinds!.InFlight(Long)));
        Assert.Equal(0.0505, rig.Destination("plain").WorkSeconds, 9);
    }

    private static Dictionary<string, KindCounts> Kinds((long Done, double Ms) shorts, (long Done, double Ms) longs) =>
        new() { ["short"] = new(shorts.Done, shorts.Ms), ["long"] = new(longs.Done, longs.Ms) };

    private double InFlight(string destination, int kind) => _rig.Destination(destination).Kinds!.InFlight(kind);

    private void Take(string destination, int kind, int count)
    {
        for (var i = 0; i < count; i++) Assert.True(_rig.Destination(destination).TryTake(kind, null));
    }

    private void Told(string destination, long shorts, long longs, double longMs = 100, long? mine = null, string instance = "i1") =>
        Assert.Equal(HeartbeatVerdict.Accepted, _rig.TryBeat(
            destination,
            h => h with
            {
                Concurrency = 1,
                Done = shorts + longs,
                BusyMs = shorts + (longs * longMs),
                DoneBy = new Dictionary<string, long> { [GroupRig.Dispatcher] = mine ?? (shorts + longs) },
                Kinds = Kinds((shorts, shorts), (longs, longs * longMs)),
            },
            instance));
}

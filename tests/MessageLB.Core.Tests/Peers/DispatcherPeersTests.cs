using MessageLB.Core.Peers;
using Xunit;

namespace MessageLB.Core.Tests.Peers;

public sealed class DispatcherPeersTests
{
    private static readonly TimeSpan Start = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Lease = TimeSpan.FromMilliseconds(1500);

    private readonly DispatcherPeers _peers = new("me");
    private readonly List<PeerEvent> _events = [];

    public DispatcherPeersTests() => _peers.Serve(["orders"]);

    [Fact]
    public void Snapshot_NobodyHeard_IsThisOneAlone()
    {
        Assert.Equal(1, _peers.Snapshot.Count);
        Assert.Equal("me", _peers.Snapshot.OwnerOf("orders", "a"));
    }

    [Fact]
    public void Serve_OtherGroups_CountFromNowOn()
    {
        _peers.Serve(["bills"]);

        Assert.Equal((null, "me"), (_peers.Snapshot.OwnerOf("orders", "a"), _peers.Snapshot.OwnerOf("bills", "a")));
    }

    [Fact]
    public void OnBeat_FirstOfADispatcher_Joins()
    {
        Assert.Equal(PeerVerdict.Accepted, Beat("other", 1));
        Assert.Equal(PeerVerdict.Accepted, Beat("other", 2));

        Assert.Equal([new PeerEvent("other", PeerChange.Joined)], _events);
        Assert.Equal((2, 2, 0), (_peers.Snapshot.Count, _peers.Snapshot.Serving("orders"), _peers.Snapshot.Serving("bills")));
    }

    [Fact]
    public void OnBeat_Own_ChangesNothing()
    {
        Assert.Equal(PeerVerdict.Own, Beat("me", 1));

        Assert.Empty(_events);
        Assert.Equal(1, _peers.Snapshot.Count);
    }

    [Theory]
    [InlineData(6, PeerVerdict.Accepted)]
    [InlineData(5, PeerVerdict.Stale)]
    [InlineData(4, PeerVerdict.Stale)]
    public void OnBeat_NextNumber_MustBeNewer(long sequence, PeerVerdict expected)
    {
        Beat("other", 5);

        Assert.Equal(expected, Beat("other", sequence));
    }

    [Fact]
    public void Tick_ThreeIntervalsWithoutABeat_IsLost()
    {
        Beat("other", 1);

        _peers.Tick(Start + Lease, _events);
        Assert.True(_peers.IsLive("other"));
        _peers.Tick(Start + Lease + TimeSpan.FromTicks(1), _events);

        Assert.False(_peers.IsLive("other"));
        Assert.Equal([new PeerEvent("other", PeerChange.Joined), new PeerEvent("other", PeerChange.Lost)], _events);
        Assert.Equal(1, _peers.Snapshot.Count);
    }

    [Fact]
    public void Tick_StaleCopies_DoNotProlongTheLease()
    {
        Beat("other", 1);
        Beat("other", 1, at: Start + Lease);

        _peers.Tick(Start + Lease + TimeSpan.FromTicks(1), _events);

        Assert.False(_peers.IsLive("other"));
    }

    [Fact]
    public void OnBeat_CopyOfAnOldOneAfterTheLoss_RaisesNobody()
    {
        Beat("other", 1);
        _peers.Tick(Start + TimeSpan.FromSeconds(2), _events);

        Assert.Equal(PeerVerdict.Stale, Beat("other", 1, at: Start + TimeSpan.FromSeconds(3)));
        Assert.False(_peers.IsLive("other"));
    }

    [Fact]
    public void OnBeat_AfterTheLoss_JoinsAgain()
    {
        Beat("other", 1);
        _peers.Tick(Start + TimeSpan.FromSeconds(2), _events);
        _events.Clear();

        Beat("other", 2, at: Start + TimeSpan.FromSeconds(3));

        Assert.Equal([new PeerEvent("other", PeerChange.Joined)], _events);
    }

    [Fact]
    public void OnBeat_Stopping_LeavesAtOnce()
    {
        Beat("other", 1);
        _events.Clear();

        Beat("other", 2, state: DispatcherState.Stopping);

        Assert.Equal([new PeerEvent("other", PeerChange.Left)], _events);
        Assert.Equal(1, _peers.Snapshot.Count);
        Assert.Equal("me", _peers.Snapshot.OwnerOf("orders", "a"));
    }

    [Fact]
    public void OnBeat_StoppingFromAStranger_IsNoEvent()
    {
        Assert.Equal(PeerVerdict.Accepted, Beat("other", 1, state: DispatcherState.Stopping));

        Assert.Empty(_events);
    }

    [Fact]
    public void OnBeat_OtherGroupsThanBefore_CountFromNowOn()
    {
        Beat("other", 1);

        _peers.OnBeat(new DispatcherBeat { Id = "other", Sequence = 2, Groups = ["bills"] }, Start, _events);

        Assert.Equal((1, 1), (_peers.Snapshot.Serving("orders"), _peers.Snapshot.Serving("bills")));
    }

    [Fact]
    public void OnBeat_LongerInterval_StretchesTheLease()
    {
        _peers.OnBeat(new DispatcherBeat { Id = "other", Sequence = 1, IntervalMs = 2000, Groups = ["orders"] }, Start, _events);

        _peers.Tick(Start + TimeSpan.FromSeconds(6), _events);
        Assert.True(_peers.IsLive("other"));
        _peers.Tick(Start + TimeSpan.FromSeconds(6) + TimeSpan.FromTicks(1), _events);
        Assert.False(_peers.IsLive("other"));
    }

    [Fact]
    public void OnBeat_TooMany_IsRefusedUntilOneIsGone()
    {
        for (var i = 0; i < DispatcherPeers.MaxPeers; i++) Assert.Equal(PeerVerdict.Accepted, Beat($"d{i}", 1));
        Assert.Equal(PeerVerdict.TooMany, Beat("late", 1));
        Assert.Equal(DispatcherPeers.MaxPeers + 1, _peers.Snapshot.Count);

        Beat("d7", 2, state: DispatcherState.Stopping);

        Assert.Equal(PeerVerdict.Accepted, Beat("late", 1));
        Assert.Equal(DispatcherPeers.MaxPeers + 1, _peers.Snapshot.Count);
    }

    [Fact]
    public void Stop_WithOthers_LeavesTheWorkToThem()
    {
        Beat("other", 1);

        _peers.Stop();

        Assert.Equal(1, _peers.Snapshot.Count);
        Assert.All(Enumerable.Range(0, 50), i => Assert.Equal("other", _peers.Snapshot.OwnerOf("orders", $"w{i}")));
    }

    [Fact]
    public void View_LiveOnes_InOrderOfTheirNames()
    {
        Beat("z", 1);
        Beat("b", 1);
        Beat("c", 1);
        Beat("c", 2, state: DispatcherState.Stopping);

        var view = _peers.View(Start + TimeSpan.FromMilliseconds(200));

        Assert.Equal(["b", "z"], view.Select(p => p.Id));
        Assert.All(view, p => Assert.Equal((1, TimeSpan.FromMilliseconds(200)), (p.Groups, p.SinceSeen)));
    }

    private PeerVerdict Beat(string id, long sequence, TimeSpan? at = null, DispatcherState state = DispatcherState.Ready) =>
        _peers.OnBeat(new DispatcherBeat { Id = id, Sequence = sequence, State = state, Groups = ["orders"] }, at ?? Start, _events);
}

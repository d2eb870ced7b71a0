using System.Buffers;
using System.Text;
using MessageLB.Dispatcher.Peers;
using MessageLB.Dispatcher.Registry;
using MessageLB.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Peers;

/// <summary>What a dispatcher makes of what others, and whoever pretends to be one, send to the control exchange.</summary>
public sealed class PeerRegistryTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly RegistryClock _clock;
    private readonly PeerRegistry _peers;
    private readonly List<LostInstance> _lost = [];
    private int _beatsWanted;

    public PeerRegistryTests()
    {
        _clock = new RegistryClock(_time);
        _clock.Attend(true);
        _peers = new PeerRegistry(new DispatcherIdentity("me"), _clock, _time, NullLogger.Instance)
        {
            BeatWanted = () => _beatsWanted++,
            LostElsewhere = _lost.Add,
        };
    }

    private (long Accepted, long Rejected) Counts => (_peers.Accepted, _peers.Rejected);

    [Fact]
    public void OnBeatMessage_AnotherDispatchers_IsAPeerAndGetsOurBeatAtOnce()
    {
        Beat("other", 1);
        Beat("other", 2);

        Assert.Equal([("me", (TimeSpan?)null), ("other", TimeSpan.Zero)], _peers.Read().Select(p => (p.Id, p.LastSeen)));
        Assert.Equal(((2L, 0L), 1, true), (Counts, _beatsWanted, _peers.HasOthers));
    }

    [Fact]
    public void OnBeatMessage_OurOwn_IsNoPeerAndNoOffence()
    {
        _peers.OnBeatMessage("dispatcher.me", Text(_peers.NextBeat(["orders"])));

        Assert.Equal(((0L, 0L), false), (Counts, _peers.HasOthers));
    }

    [Fact]
    public void OnBeatMessage_OurOwnNoLonger_TheClockStandsStillUntilItComes()
    {
        Beat("me", 1);
        var before = _clock.Now();
        for (var i = 0; i < 30; i++) Pass(100);
        var deaf = (_clock.IsDeaf, _clock.Now() - before);

        Beat("me", 2);
        var hears = _clock.IsDeaf;
        var after = _clock.Now();
        for (var i = 0; i < 6; i++) Pass(100);

        Assert.Equal((true, TimeSpan.FromMilliseconds(700)), deaf);
        // Nobody spoke while the dispatcher was deaf, so silence counts a little later.
        Assert.Equal((false, after), (hears, _clock.Now()));
    }

    [Theory]
    [InlineData("dispatcher.other", "{}")]
    [InlineData("dispatcher.other", "garbage")]
    [InlineData("dispatcher.another", "{\"v\":1,\"id\":\"other\",\"seq\":1,\"groups\":[]}")]
    [InlineData("dispatcher.", "{\"v\":1,\"id\":\"other\",\"seq\":1,\"groups\":[]}")]
    public void OnBeatMessage_MalformedOrSpoofed_IsCountedAndHasNoEffect(string key, string body)
    {
        _peers.OnBeatMessage(key, Encoding.UTF8.GetBytes(body));

        Assert.Equal(((0L, 1L), false, 0), (Counts, _peers.HasOthers, _beatsWanted));
    }

    [Fact]
    public void OnBeatMessage_Replayed_IsCountedAndDoesNotProlongTheLease()
    {
        Beat("other", 1);
        for (var i = 0; i < 10; i++)
        {
            Pass(200);
            Beat("other", 1);
        }

        Assert.Equal(((1L, 10L), false), (Counts, _peers.HasOthers));
    }

    [Fact]
    public void Tick_AnotherIsSilent_IsAloneAgain()
    {
        Beat("other", 1);

        for (var i = 0; i < 15; i++) Pass(100);
        Assert.True(_peers.HasOthers);
        Pass(100);

        Assert.False(_peers.HasOthers);
    }

    [Fact]
    public void OnNewsMessage_OfALivePeer_IsPassedOn()
    {
        Beat("other", 1);

        News("other");

        Assert.Equal([new LostInstance(new WorkerInstance("orders", "a", "i"), 7)], _lost);
    }

    [Fact]
    public void OnNewsMessage_OfNoLivePeer_IsRefused()
    {
        News("stranger");
        Beat("gone", 1);
        Beat("gone", 2, DispatcherState.Stopping);
        News("gone");

        Assert.Empty(_lost);
        Assert.Equal((2L, 2L), Counts);
    }

    [Fact]
    public void OnNewsMessage_OurOwn_IsIgnored()
    {
        News("me");

        Assert.Empty(_lost);
        Assert.Equal((0L, 0L), Counts);
    }

    [Theory]
    [InlineData("dispatcher-news.other", "{}")]
    [InlineData("dispatcher-news.another", "{\"v\":1,\"id\":\"other\",\"lost\":[{\"group\":\"orders\",\"destination\":\"a\",\"instance\":\"i\",\"seq\":7}]}")]
    public void OnNewsMessage_MalformedOrSpoofed_IsCountedAndHasNoEffect(string key, string body)
    {
        Beat("other", 1);

        _peers.OnNewsMessage(key, Encoding.UTF8.GetBytes(body));

        Assert.Empty(_lost);
        Assert.Equal((1L, 1L), Counts);
    }

    [Fact]
    public void IsOwner_Alone_IsAlwaysTrue()
    {
        Assert.True(_peers.IsOwner("orders", "a"));
        Assert.True(_peers.IsOwner("unknown", "a"));
        _peers.BeginStop();
        Assert.True(_peers.IsOwner("orders", "a"));
    }

    [Fact]
    public void IsOwner_TwoDispatchers_EachDestinationHasOne()
    {
        var other = new PeerRegistry(new DispatcherIdentity("other"), new RegistryClock(_time), _time, NullLogger.Instance);
        _peers.OnBeatMessage("dispatcher.other", Text(other.NextBeat(["orders"])));
        other.OnBeatMessage("dispatcher.me", Text(_peers.NextBeat(["orders"])));

        var mine = Enumerable.Range(0, 100).Count(i => _peers.IsOwner("orders", $"w{i}"));

        Assert.All(Enumerable.Range(0, 100), i => Assert.NotEqual(_peers.IsOwner("orders", $"w{i}"), other.IsOwner("orders", $"w{i}")));
        Assert.InRange(mine, 30, 70);
    }

    [Fact]
    public void BeginStop_WithOthers_OwnsNothingAndSaysSo()
    {
        Beat("other", 1);

        _peers.BeginStop();

        Assert.All(Enumerable.Range(0, 50), i => Assert.False(_peers.IsOwner("orders", $"w{i}")));
        Assert.Equal(DispatcherState.Stopping, _peers.NextBeat(["orders"]).State);
    }

    [Fact]
    public void NextBeat_OfManyGroups_NamesAsManyAsFit()
    {
        var groups = Enumerable.Range(0, 1001).Select(i => $"g{i}").ToList();

        var (first, second) = (_peers.NextBeat(groups), _peers.NextBeat(groups));

        Assert.Equal((1000, 1L, 2L, _time.GetUtcNow()), (first.Groups.Count, first.Sequence, second.Sequence, first.StartedAt));
    }

    private void Pass(int milliseconds)
    {
        _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        _peers.Tick();
    }

    private void Beat(string id, long sequence, DispatcherState state = DispatcherState.Ready) =>
        _peers.OnBeatMessage($"dispatcher.{id}", Text(new DispatcherBeat { Id = id, Sequence = sequence, State = state, Groups = ["orders"] }));

    private void News(string id)
    {
        var buffer = new ArrayBufferWriter<byte>();
        DispatcherNewsCodec.Write(buffer, new DispatcherNews { Id = id, Lost = [new(new WorkerInstance("orders", "a", "i"), 7)] });
        _peers.OnNewsMessage($"dispatcher-news.{id}", buffer.WrittenSpan);
    }

    private static byte[] Text(DispatcherBeat beat)
    {
        var buffer = new ArrayBufferWriter<byte>();
        DispatcherBeatCodec.Write(buffer, beat);
        return buffer.WrittenSpan.ToArray();
    }
}

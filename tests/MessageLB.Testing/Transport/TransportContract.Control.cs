using System.Text;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Testing;

public abstract partial class TransportContract
{
    [Fact]
    public async Task Control_SubscribersByPattern_EachGetsWhatMatches()
    {
        var (session, worker) = await OpenControlAsync();
        var everything = await SubscribeAsync(session, $"heartbeat.{Unique}.#");
        var onlyA = await SubscribeAsync(session, $"heartbeat.{Unique}.a");
        var same = await SubscribeAsync(worker, $"heartbeat.{Unique}.#");

        await worker.Control.SendAsync($"heartbeat.{Unique}.a", Utf8("1"), Token);
        await worker.Control.SendAsync($"heartbeat.{Unique}.b", Utf8("2"), Token);
        await worker.Control.SendAsync($"result.{Unique}.a", Utf8("3"), Token);
        await worker.Control.SendAsync($"heartbeat.{Unique}.a", Utf8("4"), Token);

        (string, string)[] all = [($"heartbeat.{Unique}.a", "1"), ($"heartbeat.{Unique}.b", "2"), ($"heartbeat.{Unique}.a", "4")];
        Assert.Equal(all, await everything.TakeAsync(3, Token));
        Assert.Equal(all, await same.TakeAsync(3, Token));
        Assert.Equal([all[0], all[2]], await onlyA.TakeAsync(2, Token));
        Assert.Equal(2, onlyA.Count);
    }

    [Fact]
    public async Task Control_SubscriptionDisposed_GetsNothingMore()
    {
        var (session, worker) = await OpenControlAsync();
        var left = new Recorder<(string Key, string Text)>("control messages");
        var subscription = await session.Control.SubscribeAsync($"command.{Unique}.#", RecordTo(left), Token);
        var stays = await SubscribeAsync(session, $"command.{Unique}.#");
        await worker.Control.SendAsync($"command.{Unique}.a", Utf8("1"), Token);
        await left.TakeAsync(1, Token);

        await subscription.DisposeAsync();
        await worker.Control.SendAsync($"command.{Unique}.a", Utf8("2"), Token);

        await stays.TakeAsync(2, Token);
        Assert.Equal(1, left.Count);
    }

    [Fact]
    public async Task Control_NobodySubscribed_IsDropped()
    {
        var (session, _) = await OpenControlAsync();

        await session.Control.SendAsync($"heartbeat.{Unique}.a", Utf8("lost"), Token);

        var handler = await SubscribeAsync(session, $"heartbeat.{Unique}.#");
        await session.Control.SendAsync($"heartbeat.{Unique}.a", Utf8("heard"), Token);
        Assert.Equal([($"heartbeat.{Unique}.a", "heard")], await handler.TakeAsync(1, Token));
    }

    [Fact]
    public async Task Control_PublishedToTheExchange_ReachesSubscribers()
    {
        var (session, _) = await OpenControlAsync();
        var handler = await SubscribeAsync(session, $"heartbeat.{Unique}.#");

        await SendAsync(session, Names.ControlExchange, $"heartbeat.{Unique}.python", "from any client");

        Assert.Equal([($"heartbeat.{Unique}.python", "from any client")], await handler.TakeAsync(1, Token));
    }

    [Fact]
    public async Task Control_HandlerThrows_TheNextMessageStillComes()
    {
        var (session, worker) = await OpenControlAsync();
        var heard = new Recorder<string>("control messages");
        await session.Control.SubscribeAsync(
            $"heartbeat.{Unique}.#",
            (_, body) =>
            {
                var text = Encoding.UTF8.GetString(body);
                heard.Add(text);
                if (text == "poison") throw new InvalidOperationException("broken on purpose");
            },
            Token);

        await worker.Control.SendAsync($"heartbeat.{Unique}.a", Utf8("poison"), Token);
        await worker.Control.SendAsync($"heartbeat.{Unique}.a", Utf8("good"), Token);

        Assert.Equal(["poison", "good"], await heard.TakeAsync(2, Token));
        Assert.False(session.Ended.IsCancellationRequested);
    }

    private static ControlHandler RecordTo(Recorder<(string Key, string Text)> recorder) =>
        (routingKey, body) => recorder.Add((routingKey, Encoding.UTF8.GetString(body)));

    private async Task<(ITransportSession One, ITransportSession Other)> OpenControlAsync()
    {
        var one = await OpenAsync("dispatcher");
        await one.Topology.DeclareExchangesAsync(Token);
        return (one, await OpenAsync("worker"));
    }

    private static async Task<Recorder<(string Key, string Text)>> SubscribeAsync(ITransportSession session, string pattern)
    {
        var recorder = new Recorder<(string Key, string Text)>($"control messages for {pattern}");
        await session.Control.SubscribeAsync(pattern, RecordTo(recorder), Token);
        return recorder;
    }
}

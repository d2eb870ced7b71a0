using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Dispatcher.Tests.InMemory;

public sealed class InMemoryFaultTests : EmbeddedBroker
{
    private static readonly WorkerInstance Instance = new("g", "a", "1");

    [Fact]
    public async Task Unavailable_WhileTrue_NoSessionOpensAndOpenOnesLiveOn()
    {
        var open = await OpenAsync();

        Transport.Unavailable = true;

        await Assert.ThrowsAsync<BrokerUnavailableException>(() => OpenAsync());
        await DeclareQueueAsync(open);
        Transport.Unavailable = false;
        await OpenAsync();
    }

    [Fact]
    public async Task EndSession_ByName_EndsThatClientOnlyWithTheReason()
    {
        var first = await OpenAsync("worker");
        var second = await OpenAsync("worker");
        var other = await OpenAsync("dispatcher");

        var ended = Transport.EndSession("worker", "connection reset");

        Assert.Equal(2, ended);
        Assert.Equal(("connection reset", "connection reset", null), (first.EndReason, second.EndReason, other.EndReason));
        Assert.True(first.Ended.IsCancellationRequested);
        Assert.True(second.Ended.IsCancellationRequested);
        Assert.False(other.Ended.IsCancellationRequested);
        Assert.Equal(0, Transport.EndSession("worker", "again"));
        Assert.Equal("connection reset", first.EndReason);
    }

    [Fact]
    public async Task EndSession_DeliveriesUnsettled_AreRedeliveredInOrder()
    {
        var worker = await OpenAsync("worker");
        var other = await OpenAsync("other");
        var queue = await DeclareQueueAsync(other);
        await SendAsync(other, queue, Numbers(5));
        var first = new RecordingDeliveryHandler();
        var receiver = await ReceiveAsync(worker, queue, first, prefetch: 4);
        await first.TakeAsync(4, Token);
        await receiver.AckAsync(2, multiple: false);
        await first.TakeAsync(5, Token);

        Transport.EndSession("worker", "killed");

        Assert.Equal(new QueueDepth(4, 0), await DepthAsync(other, queue));
        var second = RecordingDeliveryHandler.Acking();
        await ReceiveAsync(other, queue, second);
        Assert.Equal([("1", true), ("3", true), ("4", true), ("5", true)], (await second.TakeAsync(4, Token)).Select(m => (m.Text, m.Redelivered)));
    }

    [Fact]
    public async Task EndSession_ConfirmsOnTheirWay_NeverArrive()
    {
        var session = await OpenAsync("publisher");
        var other = await OpenAsync("other");
        var queue = await DeclareQueueAsync(other);
        using var handler = new SlowOutcomeHandler();
        var publisher = await session.CreatePublisherAsync(new PublisherOptions(), handler, Token);
        for (var i = 1UL; i <= 3; i++) await publisher.PublishAsync(string.Empty, queue, new MessageProperties(), default, i);
        await handler.Told.TakeAsync(1, Token);

        Transport.EndSession("publisher", "connection reset");
        handler.GoOn.Set();

        var told = await handler.Told.TakeAsync(3, Token);
        Assert.Equal([(1, PublishOutcome.Confirmed), (2, PublishOutcome.Unknown), (3, PublishOutcome.Unknown)], told);
        Assert.Equal(new QueueDepth(3, 0), await DepthAsync(other, queue));
    }

    [Fact]
    public async Task EndAllSessions_QueuesAndTheirMessagesStay()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        await SendAsync(session, queue, "a", "b");

        Assert.Equal(1, Transport.EndAllSessions("broker restarted"));

        Assert.Equal(new QueueDepth(2, 0), await DepthAsync(await OpenAsync(), queue));
    }

    [Fact]
    public async Task EndAllSessions_HolderAndWatcherDieTogether_WatcherHearsNothing()
    {
        var holder = await OpenAsync("worker");
        var watcher = await OpenAsync("dispatcher");
        await holder.Presence.HoldAsync(Instance, Token);
        var dead = new Recorder<PresenceEnd>("ends of presence");
        await watcher.Presence.WatchAsync(Instance, dead.Add, Token);

        Transport.EndAllSessions("broker restarted");

        // A watch made and told after it: had the first one been told, it would have been told before.
        var again = await OpenAsync("worker");
        await again.Presence.HoldAsync(Instance, Token);
        var alive = new Recorder<PresenceEnd>("ends of presence");
        await (await OpenAsync("dispatcher")).Presence.WatchAsync(Instance, alive.Add, Token);
        Transport.EndSession("worker", "killed");
        Assert.Equal([PresenceEnd.Lost], await alive.TakeAsync(1, Token));
        Assert.Empty(dead.Items);
    }

    [Fact]
    public async Task Blocked_PublishesAreHeldBackAndRoutedInOrderAfterwards()
    {
        var told = new Recorder<string?>("blocked changes");
        var session = await OpenAsync(blockedChanged: told.Add);
        var queue = await DeclareQueueAsync(session);
        var outcomes = new RecordingOutcomeHandler();
        var publisher = await session.CreatePublisherAsync(new PublisherOptions(), outcomes, Token);

        Transport.BlockedReason = "low on memory";
        for (var i = 1UL; i <= 3; i++) await publisher.PublishAsync(string.Empty, queue, new MessageProperties(), new[] { (byte)('0' + i) }, i);

        Assert.Equal(0, outcomes.Count);
        Assert.Equal(new QueueDepth(0, 0), await DepthAsync(session, queue));
        Transport.BlockedReason = null;
        await publisher.PublishAsync(string.Empty, queue, new MessageProperties(), new[] { (byte)'4' }, 4);
        await outcomes.TakeAsync(4, Token);
        Assert.All(outcomes.Outcomes, o => Assert.Equal(PublishOutcome.Confirmed, o.Outcome));
        var handler = RecordingDeliveryHandler.Acking();
        await ReceiveAsync(session, queue, handler);
        Assert.Equal(["1", "2", "3", "4"], (await handler.TakeAsync(4, Token)).Select(m => m.Text));
        Assert.Equal(["low on memory", null], told.Items);
    }

    [Fact]
    public async Task Blocked_SessionOpenedMeanwhile_IsTold()
    {
        Transport.BlockedReason = "low on disk";
        var told = new Recorder<string?>("blocked changes");

        await OpenAsync(blockedChanged: told.Add);

        Assert.Equal(["low on disk"], told.Items);
    }

    [Fact]
    public async Task Blocked_SessionEnds_OutcomesAreUnknownAndTheMessagesAreNowhere()
    {
        var session = await OpenAsync("publisher");
        var other = await OpenAsync("other");
        var queue = await DeclareQueueAsync(other);
        var outcomes = new RecordingOutcomeHandler();
        var publisher = await session.CreatePublisherAsync(new PublisherOptions { MaxUnconfirmed = 2 }, outcomes, Token);
        Transport.BlockedReason = "low on memory";
        await publisher.PublishAsync(string.Empty, queue, new MessageProperties(), new byte[1], 1);
        await publisher.PublishAsync(string.Empty, queue, new MessageProperties(), new byte[1], 2);
        var third = publisher.PublishAsync(string.Empty, queue, new MessageProperties(), new byte[1], 3).AsTask();
        var waited = !third.IsCompleted;

        Transport.EndSession("publisher", "connection reset");

        Assert.True(waited);
        await Assert.ThrowsAsync<SessionEndedException>(() => third);
        await outcomes.TakeAsync(2, Token);
        Assert.Equal([(1UL, PublishOutcome.Unknown), (2UL, PublishOutcome.Unknown)], outcomes.Outcomes);
        Transport.BlockedReason = null;
        Assert.Equal(new QueueDepth(0, 0), await DepthAsync(other, queue));
    }

    [Fact]
    public async Task Blocked_ControlMessages_StillFlow()
    {
        var session = await OpenAsync();
        var heard = new Recorder<string>("control messages");
        await session.Control.SubscribeAsync("heartbeat.#", (key, _) => heard.Add(key), Token);
        Transport.BlockedReason = "low on memory";

        await session.Control.SendAsync("heartbeat.g.a", new byte[1], Token);

        Assert.Equal(["heartbeat.g.a"], await heard.TakeAsync(1, Token));
    }
}

using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Dispatcher.Tests.InMemory;

/// <summary>What a real broker answers with a closed channel ends the session here too, so that it shows before production.</summary>
public sealed class InMemoryMisuseTests : EmbeddedBroker
{
    [Fact]
    public async Task Ack_Twice_EndsTheSession()
    {
        var (session, receiver) = await ReceiveThreeAsync();
        await receiver.AckAsync(2, multiple: false);

        var settled = await receiver.AckAsync(2, multiple: false);

        Assert.False(settled);
        Assert.Equal("Delivery 2 of queue 'queue' is settled already or was never made.", session.EndReason);
    }

    [Fact]
    public async Task Ack_MultipleUpToASettledTag_EndsTheSessionAndSettlesNothing()
    {
        var (session, receiver) = await ReceiveThreeAsync();
        await receiver.RejectAsync(3);

        var settled = await receiver.AckAsync(3, multiple: true);

        Assert.False(settled);
        Assert.NotNull(session.EndReason);
        Assert.Equal(new QueueDepth(2, 0), await DepthAsync(await OpenAsync(), "queue"));
    }

    [Fact]
    public async Task Ack_NeverDelivered_EndsTheSession()
    {
        var (session, receiver) = await ReceiveThreeAsync();

        Assert.False(await receiver.ReturnAsync(4));

        Assert.NotNull(session.EndReason);
    }

    [Fact]
    public async Task Publish_HeaderOfUnknownType_ThrowsWithoutAnOutcome()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        var outcomes = new RecordingOutcomeHandler();
        var publisher = await session.CreatePublisherAsync(new PublisherOptions { MaxUnconfirmed = 1 }, outcomes, Token);
        var properties = new MessageProperties { Headers = new Dictionary<string, object?> { ["when"] = new Version(1, 2) } };

        var thrown = await Assert.ThrowsAsync<ArgumentException>(async () => await publisher.PublishAsync(string.Empty, queue, properties, default, 1));
        await publisher.PublishAsync(string.Empty, queue, new MessageProperties(), default, 2);

        Assert.Contains("'when'", thrown.Message, StringComparison.Ordinal);
        await outcomes.TakeAsync(1, Token);
        Assert.Equal([(2UL, PublishOutcome.Confirmed)], outcomes.Outcomes);
    }

    [Fact]
    public async Task Publish_NestedHeadersChangedAfterwards_KeepTheirOldValues()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        var bytes = new byte[] { 1 };
        var inner = new Dictionary<string, object?> { ["n"] = 1L };
        var list = new List<object?> { 1L };
        var properties = new MessageProperties { Headers = new Dictionary<string, object?> { ["bytes"] = bytes, ["table"] = inner, ["list"] = list } };
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);
        await publisher.PublishAsync(string.Empty, queue, properties, default, Token);

        bytes[0] = 2;
        inner["n"] = 2L;
        list[0] = 2L;

        var handler = RecordingDeliveryHandler.Acking();
        await ReceiveAsync(session, queue, handler);
        var headers = Assert.Single(await handler.TakeAsync(1, Token)).Properties.Headers!;
        Assert.Equal(new byte[] { 1 }, headers["bytes"]);
        Assert.Equal(1L, Assert.IsType<Dictionary<string, object?>>(headers["table"])["n"]);
        Assert.Equal([1L], Assert.IsType<List<object?>>(headers["list"]));
    }

    [Fact]
    public async Task Outcome_HandlerThrows_EndsTheSessionAndTheOthersAreStillTold()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        var handler = new ThrowingOutcomeHandler();
        var publisher = await session.CreatePublisherAsync(new PublisherOptions(), handler, Token);

        Transport.BlockedReason = "so that all three are told at once";
        for (var i = 1UL; i <= 3; i++) await publisher.PublishAsync(string.Empty, queue, new MessageProperties(), default, i);
        Transport.BlockedReason = null;

        await handler.Told.TakeAsync(3, Token);
        Assert.Equal("An outcome handler failed: broken on purpose", session.EndReason);
    }

    [Fact]
    public async Task Presence_HeldTwice_Throws()
    {
        var session = await OpenAsync("worker");
        var instance = new WorkerInstance("g", "a", "1");
        await session.Presence.HoldAsync(instance, Token);

        var thrown = await Assert.ThrowsAsync<MessageLBException>(async () => await session.Presence.HoldAsync(instance, Token));

        Assert.Contains("g/a/1", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Presence_SeveralWatchers_AllHearOnce()
    {
        var worker = await OpenAsync("worker");
        var instance = new WorkerInstance("g", "a", "1");
        await worker.Presence.HoldAsync(instance, Token);
        var heard = new[] { new Recorder<PresenceEnd>("one"), new Recorder<PresenceEnd>("two") };
        foreach (var recorder in heard) await (await OpenAsync()).Presence.WatchAsync(instance, recorder.Add, Token);

        Transport.EndSession("worker", "killed");

        foreach (var recorder in heard) Assert.Equal([PresenceEnd.Lost], await recorder.TakeAsync(1, Token));
    }

    private async Task<(ITransportSession Session, IReceiver Receiver)> ReceiveThreeAsync()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        await SendAsync(session, queue, "a", "b", "c");
        var handler = new RecordingDeliveryHandler();
        var receiver = await ReceiveAsync(session, queue, handler);
        await handler.TakeAsync(3, Token);
        return (session, receiver);
    }

    private sealed class ThrowingOutcomeHandler : IPublishOutcomeHandler
    {
        public Recorder<ulong> Told { get; } = new("outcomes");

        public void OnOutcome(ulong correlation, PublishOutcome outcome)
        {
            Told.Add(correlation);
            if (correlation == 1) throw new InvalidOperationException("broken on purpose");
        }
    }
}

using MessageLB.Transport;
using Xunit;

namespace MessageLB.Testing;

public abstract partial class TransportContract
{
    [Fact]
    public async Task Ack_OneOfThree_OnlyTheOthersComeAgainAfterTheSession()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        await SendAsync(session, string.Empty, queue, "a", "b", "c");
        var first = new RecordingDeliveryHandler();
        var receiver = await ReceiveAsync(session, queue, first);
        await first.TakeAsync(3, Token);

        var settled = await receiver.AckAsync(2, multiple: false);
        await session.DisposeAsync();

        Assert.True(settled);
        await AssertLeftAsync(queue, "a", "c");
    }

    [Fact]
    public async Task Ack_Multiple_SettlesEverythingUpToTheTag()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        await SendAsync(session, string.Empty, queue, Numbers(6));
        var first = new RecordingDeliveryHandler();
        var receiver = await ReceiveAsync(session, queue, first);
        await first.TakeAsync(6, Token);

        await receiver.AckAsync(2, multiple: false);
        var settled = await receiver.AckAsync(4, multiple: true);
        await session.DisposeAsync();

        Assert.True(settled);
        await AssertLeftAsync(queue, "5", "6");
    }

    [Fact]
    public async Task Reject_QueueWithDeadLetterExchangeAndKey_ArrivesThereUnchanged()
    {
        var session = await OpenAsync();
        var deadExchange = await DeclareExchangeAsync(session, ExchangeType.Direct, "dead");
        var dead = await DeclareQueueAsync(session, "dead");
        await session.Topology.BindAsync(dead, deadExchange, "parked", Token);
        var queue = await DeclareQueueAsync(session, with: q => q with { DeadLetterExchange = deadExchange, DeadLetterRoutingKey = "parked" });
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);
        await publisher.PublishAsync(string.Empty, queue, new MessageProperties { MessageId = "m1", Persistent = true }, Utf8("poison"), Token);
        var deadLetters = RecordingDeliveryHandler.Acking();
        await ReceiveAsync(session, dead, deadLetters);

        await ReceiveAsync(session, queue, new RecordingDeliveryHandler(async (receiver, delivery) => await receiver.RejectAsync(delivery.Tag)));

        var letter = Assert.Single(await deadLetters.TakeAsync(1, Token));
        Assert.Equal((deadExchange, "parked", "poison", "m1"), (letter.Exchange, letter.RoutingKey, letter.Text, letter.Properties.MessageId));
        Assert.Equal(queue, HeaderValues.GetText(letter.Properties.Headers, "x-first-death-queue"));
        Assert.Equal("rejected", HeaderValues.GetText(letter.Properties.Headers, "x-first-death-reason"));
    }

    [Fact]
    public async Task Reject_QueueWithDeadLetterExchangeOnly_KeepsTheRoutingKey()
    {
        var session = await OpenAsync();
        var exchange = await DeclareExchangeAsync(session, ExchangeType.Topic);
        var deadExchange = await DeclareExchangeAsync(session, ExchangeType.Fanout, "dead");
        var dead = await DeclareQueueAsync(session, "dead");
        await session.Topology.BindAsync(dead, deadExchange, string.Empty, Token);
        var queue = await DeclareQueueAsync(session, with: q => q with { DeadLetterExchange = deadExchange });
        await session.Topology.BindAsync(queue, exchange, "order.#", Token);
        await SendAsync(session, exchange, "order.eu.new", "poison");
        var deadLetters = RecordingDeliveryHandler.Acking();
        await ReceiveAsync(session, dead, deadLetters);

        await ReceiveAsync(session, queue, new RecordingDeliveryHandler(async (receiver, delivery) => await receiver.RejectAsync(delivery.Tag)));

        var letter = Assert.Single(await deadLetters.TakeAsync(1, Token));
        Assert.Equal((deadExchange, "order.eu.new", "poison"), (letter.Exchange, letter.RoutingKey, letter.Text));
    }

    [Fact]
    public async Task Reject_QueueWithoutDeadLetterExchange_DropsTheMessage()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        await SendAsync(session, string.Empty, queue, "a");
        var first = new RecordingDeliveryHandler();
        var receiver = await ReceiveAsync(session, queue, first);
        await first.TakeAsync(1, Token);

        var settled = await receiver.RejectAsync(1);
        await session.DisposeAsync();

        Assert.True(settled);
        await AssertLeftAsync(queue);
    }

    [Fact]
    public async Task Return_OneDelivery_ComesAgainMarkedAsRedelivered()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        await SendAsync(session, string.Empty, queue, "a");
        var handler = new RecordingDeliveryHandler(async (receiver, delivery) =>
        {
            if (delivery.Redelivered) await receiver.AckAsync(delivery.Tag, multiple: false);
            else await receiver.ReturnAsync(delivery.Tag);
        });

        await ReceiveAsync(session, queue, handler);

        var received = await handler.TakeAsync(2, Token);
        Assert.Equal([("a", 1UL, false), ("a", 2UL, true)], received.Select(m => (m.Text, m.Tag, m.Redelivered)));
    }

    [Fact]
    public async Task Settle_FromManyThreads_SettlesEachOnce()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        await SendAsync(session, string.Empty, queue, Numbers(60));
        var handler = new RecordingDeliveryHandler();
        var receiver = await ReceiveAsync(session, queue, handler, prefetch: 60);
        var received = await handler.TakeAsync(60, Token);

        await Parallel.ForEachAsync(received, Token, async (m, _) => Assert.True(await receiver.AckAsync(m.Tag, multiple: false)));
        await session.DisposeAsync();

        await AssertLeftAsync(queue);
    }

    [Fact]
    public async Task Settle_AfterTheSession_ReturnsFalseAndTheMessagesComeAgain()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        await SendAsync(session, string.Empty, queue, "a", "b", "c");
        var first = new RecordingDeliveryHandler();
        var receiver = await ReceiveAsync(session, queue, first);
        await first.TakeAsync(3, Token);

        await session.DisposeAsync();

        Assert.False(await receiver.AckAsync(1, multiple: true));
        Assert.False(await receiver.RejectAsync(2));
        Assert.False(await receiver.ReturnAsync(3));
        await AssertLeftAsync(queue, "a", "b", "c");
    }

    [Fact]
    public async Task DisposeReceiver_UnsettledDeliveries_GoBackToTheQueue()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        await SendAsync(session, string.Empty, queue, "a", "b");
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = new RecordingDeliveryHandler((_, _) => new ValueTask(gate.Task));
        var receiver = await ReceiveAsync(session, queue, first);
        await first.TakeAsync(1, Token);

        await receiver.StopAsync();
        gate.SetResult();
        await receiver.DisposeAsync();

        Assert.False(session.Ended.IsCancellationRequested);
        await AssertLeftAsync(queue, "a", "b");
        Assert.Equal(["a"], first.Received.Select(m => m.Text));
    }

    /// <summary>
    /// That the queue holds these, as redeliveries and in any order, and nothing else: a message sent now comes after them.
    /// </summary>
    private async Task AssertLeftAsync(string queue, params string[] texts)
    {
        var session = await OpenAsync("checker");
        var handler = RecordingDeliveryHandler.Acking();
        await ReceiveAsync(session, queue, handler);
        var left = await handler.TakeAsync(texts.Length, Token);
        await SendAsync(session, string.Empty, queue, "fence");
        await handler.FirstAsync("fence", Token);

        Assert.Equal(texts, left.Select(m => m.Text).Order(StringComparer.Ordinal));
        Assert.All(left, m => Assert.True(m.Redelivered));
        Assert.Equal(texts.Length + 1, handler.Received.Count);
    }
}

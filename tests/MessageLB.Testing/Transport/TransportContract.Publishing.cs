using MessageLB.Transport;
using Xunit;

namespace MessageLB.Testing;

public abstract partial class TransportContract
{
    [Fact]
    public async Task Publish_QueueMissing_IsReturned()
    {
        var session = await OpenAsync();
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);

        var outcome = await PublishAsync(publisher, string.Empty, $"messagelb-test.{Unique}.missing", "a");

        Assert.Equal(PublishOutcome.Returned, outcome);
        Assert.False(session.Ended.IsCancellationRequested);
    }

    [Fact]
    public async Task Publish_NoBindingMatches_IsReturned()
    {
        var session = await OpenAsync();
        var exchange = await DeclareExchangeAsync(session, ExchangeType.Topic);
        var queue = await DeclareQueueAsync(session);
        await session.Topology.BindAsync(queue, exchange, "order.*", Token);
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);

        var outcome = await PublishAsync(publisher, exchange, "invoice.new", "a");

        Assert.Equal(PublishOutcome.Returned, outcome);
    }

    [Fact]
    public async Task Publish_NoBindingMatches_GoesToTheAlternateExchange()
    {
        var session = await OpenAsync();
        var catchAllExchange = await DeclareExchangeAsync(session, ExchangeType.Fanout, "unrouted");
        var exchange = await DeclareExchangeAsync(session, ExchangeType.Topic, alternate: catchAllExchange);
        var orders = await DeclareQueueAsync(session, "orders");
        var catchAll = await DeclareQueueAsync(session, "rest");
        await session.Topology.BindAsync(orders, exchange, "order.#", Token);
        await session.Topology.BindAsync(catchAll, catchAllExchange, "#", Token);
        var orderHandler = RecordingDeliveryHandler.Acking();
        var restHandler = RecordingDeliveryHandler.Acking();
        await ReceiveAsync(session, orders, orderHandler);
        await ReceiveAsync(session, catchAll, restHandler);

        await SendAsync(session, exchange, "invoice.new", "rest");
        await SendAsync(session, exchange, "order.new", "order");

        Assert.Equal((exchange, "invoice.new", "rest"), Key(Assert.Single(await restHandler.TakeAsync(1, Token))));
        Assert.Equal((exchange, "order.new", "order"), Key(Assert.Single(await orderHandler.TakeAsync(1, Token))));
        Assert.Single(restHandler.Received);

        static (string Exchange, string RoutingKey, string Text) Key(ReceivedMessage m) => (m.Exchange, m.RoutingKey, m.Text);
    }

    [Fact]
    public async Task Publish_ExchangeMissing_EndsTheSession()
    {
        var session = await OpenAsync();
        var outcomes = new RecordingOutcomeHandler();
        var publisher = await session.CreatePublisherAsync(new PublisherOptions(), outcomes, Token);

        await publisher.PublishAsync($"messagelb-test.{Unique}.missing", "key", new MessageProperties(), Utf8("a"), 1);

        Assert.Equal(PublishOutcome.Unknown, await outcomes.OfAsync(1, Token));
        await EndOfAsync(session);
        Assert.NotNull(session.EndReason);
    }

    [Fact]
    public async Task Publish_ConfirmedAndReturnedMixed_EveryPublishGetsItsOneOutcome()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        var missing = $"messagelb-test.{Unique}.missing";
        var outcomes = new RecordingOutcomeHandler();
        var publisher = await session.CreatePublisherAsync(new PublisherOptions { MaxUnconfirmed = 100 }, outcomes, Token);

        for (var i = 0UL; i < 600; i++) await publisher.PublishAsync(string.Empty, i % 3 == 0 ? missing : queue, new MessageProperties(), Utf8("a"), i);
        await outcomes.TakeAsync(600, Token);
        await publisher.DisposeAsync();

        var told = outcomes.Outcomes.OrderBy(o => o.Correlation).ToArray();
        Assert.Equal(Enumerable.Range(0, 600).Select(i => ((ulong)i, i % 3 == 0 ? PublishOutcome.Returned : PublishOutcome.Confirmed)), told);
        Assert.Equal(400, (await session.Topology.InspectAsync(queue, Token))!.Value.Ready);
    }

    [Fact]
    public async Task Publish_MaxUnconfirmedReached_WaitsForAnOutcome()
    {
        const int Limit = 4;
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        var outcomes = new RecordingOutcomeHandler();
        var publisher = await session.CreatePublisherAsync(new PublisherOptions { MaxUnconfirmed = Limit }, outcomes, Token);
        var most = 0;

        for (var sent = 1; sent <= 300; sent++)
        {
            await publisher.PublishAsync(string.Empty, queue, new MessageProperties(), Utf8("a"), (ulong)sent);
            most = Math.Max(most, sent - outcomes.Count);
        }

        Assert.InRange(most, 1, Limit);
        await outcomes.TakeAsync(300, Token);
    }

    [Fact]
    public async Task Publish_BodyAboveTheLimit_ThrowsAndTheSessionLivesOn()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        var outcomes = new RecordingOutcomeHandler();
        var publisher = await session.CreatePublisherAsync(new PublisherOptions(), outcomes, Token);

        var thrown = await Assert.ThrowsAsync<MessageTooLargeException>(async () =>
            await publisher.PublishAsync(string.Empty, queue, new MessageProperties(), new byte[Transport.MaxMessageSize + 1], 1));
        await publisher.PublishAsync(string.Empty, queue, new MessageProperties(), Utf8("small"), 2);

        Assert.Equal((Transport.MaxMessageSize + 1L, (long)Transport.MaxMessageSize), (thrown.Size, thrown.Limit));
        Assert.Equal(PublishOutcome.Confirmed, await outcomes.OfAsync(2, Token));
        Assert.Equal([(2UL, PublishOutcome.Confirmed)], outcomes.Outcomes);
        Assert.False(session.Ended.IsCancellationRequested);
    }

    [Fact]
    public async Task Publish_SessionEndsMeanwhile_EveryPublishGetsItsOneOutcome()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        var outcomes = new RecordingOutcomeHandler();
        var publisher = await session.CreatePublisherAsync(new PublisherOptions { MaxUnconfirmed = 100 }, outcomes, Token);
        for (var i = 0UL; i < 100; i++) await publisher.PublishAsync(string.Empty, queue, new MessageProperties(), Utf8("a"), i);

        await session.DisposeAsync();

        await outcomes.TakeAsync(100, Token);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (ulong)i), outcomes.Outcomes.Select(o => o.Correlation).Order());
        Assert.All(outcomes.Outcomes, o => Assert.Contains(o.Outcome, (PublishOutcome[])[PublishOutcome.Confirmed, PublishOutcome.Unknown]));
        await Assert.ThrowsAsync<SessionEndedException>(async () => await publisher.PublishAsync(string.Empty, queue, new MessageProperties(), Utf8("late"), 100));
        Assert.Equal(100, outcomes.Count);
    }

    [Fact]
    public async Task Publish_PublisherDisposedMeanwhile_EveryPublishGetsItsOneOutcome()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        var outcomes = new RecordingOutcomeHandler();
        var publisher = await session.CreatePublisherAsync(new PublisherOptions { MaxUnconfirmed = 50 }, outcomes, Token);
        for (var i = 0UL; i < 50; i++) await publisher.PublishAsync(string.Empty, queue, new MessageProperties(), Utf8("a"), i);

        await publisher.DisposeAsync();

        await outcomes.TakeAsync(50, Token);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (ulong)i), outcomes.Outcomes.Select(o => o.Correlation).Order());
        Assert.False(session.Ended.IsCancellationRequested);
    }

    [Fact]
    public async Task Publish_QueueAtMaxLength_IsRefusedAndNothingIsLost()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session, with: q => q with { MaxLength = 5 });
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);
        var confirmed = new List<string>();
        PublishOutcome outcome;

        do
        {
            // A broker may notice a little late that the queue is full; never early, and not much later.
            Assert.InRange(confirmed.Count, 0, 50);
            var text = $"{confirmed.Count}";
            outcome = await PublishAsync(publisher, string.Empty, queue, text);
            if (outcome == PublishOutcome.Confirmed) confirmed.Add(text);
        }
        while (outcome == PublishOutcome.Confirmed);

        Assert.Equal(PublishOutcome.Refused, outcome);
        Assert.InRange(confirmed.Count, 5, 50);
        var handler = RecordingDeliveryHandler.Acking();
        await ReceiveAsync(session, queue, handler);
        Assert.Equal(confirmed, (await handler.TakeAsync(confirmed.Count, Token)).Select(m => m.Text));
    }

    [Fact]
    public async Task Publish_TransientQueueAtMaxLength_DropsTheOldest()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session, with: q => q with { Kind = QueueKind.Transient, MaxLength = 3 });

        await SendAsync(session, string.Empty, queue, Numbers(8));

        var handler = RecordingDeliveryHandler.Acking();
        await ReceiveAsync(session, queue, handler);
        Assert.Equal(["6", "7", "8"], (await handler.TakeAsync(3, Token)).Select(m => m.Text));
    }
}

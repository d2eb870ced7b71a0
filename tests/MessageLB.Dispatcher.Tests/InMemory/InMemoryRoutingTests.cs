using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Dispatcher.Tests.InMemory;

public sealed class InMemoryRoutingTests : EmbeddedBroker
{
    [Fact]
    public async Task Route_MoreKeysThanAreRemembered_StaysRight()
    {
        var session = await OpenAsync();
        await DeclareExchangeAsync(session, "topic", ExchangeType.Topic);
        await DeclareQueueAsync(session, "even");
        await session.Topology.BindAsync("even", "topic", "even.*", Token);
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);

        var outcomes = new List<PublishOutcome>();
        for (var i = 0; i < 9000; i++) outcomes.Add(await publisher.PublishTextAsync("topic", i % 2 == 0 ? $"even.{i}" : $"odd.{i}", string.Empty, Token));

        Assert.Equal(Enumerable.Range(0, 9000).Select(i => i % 2 == 0 ? PublishOutcome.Confirmed : PublishOutcome.Returned), outcomes);
        Assert.Equal(4500, (await DepthAsync(session, "even"))!.Value.Ready);
    }

    [Fact]
    public async Task Route_BindingAddedAfterTheKeyWasSeen_IsFollowed()
    {
        var session = await OpenAsync();
        await DeclareExchangeAsync(session, "topic", ExchangeType.Topic);
        await DeclareQueueAsync(session);
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);

        var before = await publisher.PublishTextAsync("topic", "order.new", "a", Token);
        await session.Topology.BindAsync("queue", "topic", "order.*", Token);
        var bound = await publisher.PublishTextAsync("topic", "order.new", "b", Token);
        await session.Topology.DeleteQueueAsync("queue", Token);
        var deleted = await publisher.PublishTextAsync("topic", "order.new", "c", Token);

        Assert.Equal((PublishOutcome.Returned, PublishOutcome.Confirmed, PublishOutcome.Returned), (before, bound, deleted));
    }

    [Fact]
    public async Task Route_AlternateExchangesInACircle_Returns()
    {
        var session = await OpenAsync();
        await DeclareExchangeAsync(session, "a", ExchangeType.Topic, alternate: "b");
        await DeclareExchangeAsync(session, "b", ExchangeType.Direct, alternate: "a");
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);

        Assert.Equal(PublishOutcome.Returned, await publisher.PublishTextAsync("a", "key", "text", Token));
    }

    [Fact]
    public async Task Route_AlternateExchangeMissing_Returns()
    {
        var session = await OpenAsync();
        await DeclareExchangeAsync(session, "a", ExchangeType.Topic, alternate: "missing");
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);

        Assert.Equal(PublishOutcome.Returned, await publisher.PublishTextAsync("a", "key", "text", Token));
    }

    [Fact]
    public async Task Route_OneOfTwoQueuesFull_IsRefused()
    {
        var session = await OpenAsync();
        await DeclareExchangeAsync(session, "all", ExchangeType.Fanout);
        await DeclareQueueAsync(session, "small", q => q with { MaxLength = 1 });
        await DeclareQueueAsync(session, "large");
        await session.Topology.BindAsync("small", "all", string.Empty, Token);
        await session.Topology.BindAsync("large", "all", string.Empty, Token);
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);

        var first = await publisher.PublishTextAsync("all", string.Empty, "a", Token);
        var second = await publisher.PublishTextAsync("all", string.Empty, "b", Token);

        Assert.Equal((PublishOutcome.Confirmed, PublishOutcome.Refused), (first, second));
    }

    [Fact]
    public async Task Receive_EqualReceivers_TakeTurns()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        var handlers = new[] { new RecordingDeliveryHandler(), new RecordingDeliveryHandler(), new RecordingDeliveryHandler() };
        foreach (var handler in handlers) await ReceiveAsync(session, queue, handler, prefetch: 10);

        await SendAsync(session, queue, Numbers(12));

        foreach (var handler in handlers) await handler.TakeAsync(4, Token);
        Assert.Equal([4, 4, 4], handlers.Select(h => h.Received.Count));
    }

    [Fact]
    public async Task Transient_QueueOfAnotherSession_CannotBeUsed()
    {
        var owner = await OpenAsync("owner");
        var other = await OpenAsync("other");
        var queue = await DeclareQueueAsync(owner, with: q => q with { Kind = QueueKind.Transient });

        var thrown = await Assert.ThrowsAsync<MessageLBException>(() => ReceiveAsync(other, queue, new RecordingDeliveryHandler()));
        await Assert.ThrowsAsync<MessageLBException>(() => DeclareQueueAsync(other, with: q => q with { Kind = QueueKind.Transient }));

        Assert.Contains("'owner'", thrown.Message, StringComparison.Ordinal);
    }

    private static async Task DeclareExchangeAsync(ITransportSession session, string name, ExchangeType type, string? alternate = null) =>
        await session.Topology.DeclareExchangeAsync(new ExchangeSpec { Name = name, Type = type, AlternateExchange = alternate }, Token);
}

using MessageLB.Transport;
using Xunit;

namespace MessageLB.Testing;

public abstract partial class TransportContract
{
    [Fact]
    public async Task Bind_TopicExchange_RoutesByPattern()
    {
        var session = await OpenAsync();
        var exchange = await DeclareExchangeAsync(session, ExchangeType.Topic);

        await AssertRoutesAsync(session, exchange, ["order.*.new", "order.#", "#.new", "invoice"], new()
        {
            ["order.eu.new"] = [0, 1, 2],
            ["order"] = [1],
            ["order.eu.berlin.new"] = [1, 2],
            ["new"] = [2],
            ["invoice"] = [3],
        });
    }

    [Fact]
    public async Task Bind_TopicExchange_AnEmptyKeyHasNoWordsButEmptyWordsCount()
    {
        var session = await OpenAsync();
        var exchange = await DeclareExchangeAsync(session, ExchangeType.Topic);

        await AssertRoutesAsync(session, exchange, ["#", "*.#", "*.*", "a.*"], new()
        {
            [string.Empty] = [0],
            ["."] = [0, 1, 2],
            ["a."] = [0, 1, 2, 3],
            ["a"] = [0, 1],
        });
    }

    [Fact]
    public async Task Bind_DirectExchange_RoutesByEqualKey()
    {
        var session = await OpenAsync();
        var exchange = await DeclareExchangeAsync(session, ExchangeType.Direct);

        await AssertRoutesAsync(session, exchange, ["orders", "order.*", "orders"], new()
        {
            ["orders"] = [0, 2],
            ["order.*"] = [1],
        });
    }

    [Fact]
    public async Task Bind_FanoutExchange_RoutesToAll()
    {
        var session = await OpenAsync();
        var exchange = await DeclareExchangeAsync(session, ExchangeType.Fanout);

        await AssertRoutesAsync(session, exchange, ["a", "b"], new()
        {
            ["a"] = [0, 1],
            ["c"] = [0, 1],
        });
    }

    [Fact]
    public async Task Bind_SameQueueByTwoMatchingPatterns_GetsOneCopy()
    {
        var session = await OpenAsync();
        var exchange = await DeclareExchangeAsync(session, ExchangeType.Topic);
        var queue = await DeclareQueueAsync(session);
        await session.Topology.BindAsync(queue, exchange, "order.#", Token);
        await session.Topology.BindAsync(queue, exchange, "#.new", Token);
        await session.Topology.BindAsync(queue, exchange, "#.new", Token);

        await SendAsync(session, exchange, "order.new", "a");

        Assert.Equal(1, (await session.Topology.InspectAsync(queue, Token))!.Value.Ready);
    }

    [Fact]
    public async Task Unbind_OneOfTwoBindings_OnlyTheOtherRoutes()
    {
        var session = await OpenAsync();
        var exchange = await DeclareExchangeAsync(session, ExchangeType.Topic);
        var queue = await DeclareQueueAsync(session);
        await session.Topology.BindAsync(queue, exchange, "old.#", Token);
        await session.Topology.BindAsync(queue, exchange, "new.#", Token);

        await session.Topology.UnbindAsync(queue, exchange, "old.#", Token);
        await session.Topology.UnbindAsync(queue, exchange, "never.#", Token);
        await session.Topology.UnbindAsync($"messagelb-test.{Unique}.missing", exchange, "new.#", Token);
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);
        var outcome = await PublishAsync(publisher, exchange, "old.message", "gone");
        await SendAsync(session, exchange, "new.message", "a");

        Assert.Equal(PublishOutcome.Returned, outcome);
        Assert.Equal(1, (await session.Topology.InspectAsync(queue, Token))!.Value.Ready);
    }

    [Fact]
    public async Task Bind_QueueOrExchangeMissing_ThrowsAndTheSessionLivesOn()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        var exchange = await DeclareExchangeAsync(session, ExchangeType.Topic);
        var missing = $"messagelb-test.{Unique}.missing";

        await Assert.ThrowsAnyAsync<MessageLBException>(async () => await session.Topology.BindAsync(missing, exchange, "#", Token));
        await Assert.ThrowsAnyAsync<MessageLBException>(async () => await session.Topology.BindAsync(queue, missing, "#", Token));

        await session.Topology.BindAsync(queue, exchange, "#", Token);
        await SendAsync(session, exchange, "any", "a");
        Assert.False(session.Ended.IsCancellationRequested);
    }

    [Fact]
    public async Task Declare_SameArguments_DoesNothing()
    {
        var session = await OpenAsync();
        var exchange = await DeclareExchangeAsync(session, ExchangeType.Topic);
        var queue = await DeclareQueueAsync(session, with: q => q with { MaxLength = 10, DeadLetterExchange = exchange });
        await SendAsync(session, string.Empty, queue, "a");

        await DeclareExchangeAsync(session, ExchangeType.Topic);
        await DeclareQueueAsync(session, with: q => q with { MaxLength = 10, DeadLetterExchange = exchange });

        Assert.Equal(1, (await session.Topology.InspectAsync(queue, Token))!.Value.Ready);
    }

    [Fact]
    public async Task DeclareQueue_OtherArguments_ThrowsAndTheSessionLivesOn()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session, with: q => q with { MaxLength = 10 });

        var limit = await Assert.ThrowsAsync<TopologyMismatchException>(() => DeclareQueueAsync(session, with: q => q with { MaxLength = 11 }));
        var kind = await Assert.ThrowsAsync<TopologyMismatchException>(() => DeclareQueueAsync(session, with: q => q with { MaxLength = 10, Kind = QueueKind.Durable }));
        var active = await Assert.ThrowsAsync<TopologyMismatchException>(() => DeclareQueueAsync(session, with: q => q with { MaxLength = 10, SingleActive = true }));

        Assert.Equal((queue, queue, queue), (limit.Entity, kind.Entity, active.Entity));
        await SendAsync(session, string.Empty, queue, "a");
        Assert.False(session.Ended.IsCancellationRequested);
    }

    [Fact]
    public async Task DeclareExchange_OtherType_ThrowsAndTheSessionLivesOn()
    {
        var session = await OpenAsync();
        var exchange = await DeclareExchangeAsync(session, ExchangeType.Topic);

        var thrown = await Assert.ThrowsAsync<TopologyMismatchException>(() => DeclareExchangeAsync(session, ExchangeType.Fanout));

        Assert.Equal(exchange, thrown.Entity);
        Assert.Null(await session.Topology.InspectAsync($"messagelb-test.{Unique}.missing", Token));
        Assert.False(session.Ended.IsCancellationRequested);
    }

    [Fact]
    public async Task Inspect_QueueMissing_ReturnsNullAndTheSessionLivesOn()
    {
        var session = await OpenAsync();

        Assert.Null(await session.Topology.InspectAsync($"messagelb-test.{Unique}.missing", Token));
        Assert.Null(await session.Topology.InspectAsync($"messagelb-test.{Unique}.missing", Token));

        Assert.False(session.Ended.IsCancellationRequested);
    }

    [Fact]
    public async Task Inspect_QueueWithMessagesAndReceivers_CountsBoth()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        var empty = await session.Topology.InspectAsync(queue, Token);
        await SendAsync(session, string.Empty, queue, Numbers(5));
        var waiting = await session.Topology.InspectAsync(queue, Token);
        var one = new RecordingDeliveryHandler();
        var two = new RecordingDeliveryHandler();

        await ReceiveAsync(session, queue, one, prefetch: 1);
        await ReceiveAsync(session, queue, two, prefetch: 1);
        await one.TakeAsync(1, Token);
        await two.TakeAsync(1, Token);

        Assert.Equal(new QueueDepth(0, 0), empty);
        Assert.Equal(new QueueDepth(5, 0), waiting);
        Assert.Equal(new QueueDepth(3, 2), await session.Topology.InspectAsync(queue, Token));
    }

    [Fact]
    public async Task DeleteQueue_WithMessagesThenAgain_IsGone()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        await SendAsync(session, string.Empty, queue, "a");

        await session.Topology.DeleteQueueAsync(queue, Token);
        await session.Topology.DeleteQueueAsync(queue, Token);

        Assert.Null(await session.Topology.InspectAsync(queue, Token));
        Assert.False(session.Ended.IsCancellationRequested);
    }

    [Fact]
    public async Task DeleteQueue_SomeoneReceives_EndsTheReceiversSession()
    {
        var owner = await OpenAsync("owner");
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(owner);
        await ReceiveAsync(session, queue, new RecordingDeliveryHandler());

        await owner.Topology.DeleteQueueAsync(queue, Token);

        await EndOfAsync(session);
        Assert.Contains(queue, session.EndReason, StringComparison.Ordinal);
        Assert.False(owner.Ended.IsCancellationRequested);
    }

    [Fact]
    public async Task TransientQueue_SessionEnds_IsGone()
    {
        var session = await OpenAsync();
        var other = await OpenAsync("other");
        var queue = await DeclareQueueAsync(session, with: q => q with { Kind = QueueKind.Transient });
        var handler = RecordingDeliveryHandler.Acking();
        await ReceiveAsync(session, queue, handler);
        await SendAsync(session, string.Empty, queue, "a");
        await handler.TakeAsync(1, Token);

        await session.DisposeAsync();

        await using var publisher = await ConfirmingPublisher.CreateAsync(other, Token);
        await Eventually.TrueAsync(
            async () => await PublishAsync(publisher, string.Empty, queue, "b") == PublishOutcome.Returned,
            "the transient queue is gone",
            Token);
    }

    /// <summary>Binds one queue by each key, publishes every message and looks where it arrived.</summary>
    private async Task AssertRoutesAsync(ITransportSession session, string exchange, string[] bindings, Dictionary<string, int[]> routes)
    {
        var handlers = new List<RecordingDeliveryHandler>();
        foreach (var (i, binding) in bindings.Index())
        {
            var queue = await DeclareQueueAsync(session, $"bound-{i}");
            await session.Topology.BindAsync(queue, exchange, binding, Token);
            handlers.Add(RecordingDeliveryHandler.Acking());
            await ReceiveAsync(session, queue, handlers[i]);
        }

        foreach (var key in routes.Keys) await SendAsync(session, exchange, key, key);

        foreach (var (i, handler) in handlers.Index())
        {
            var expected = routes.Where(r => r.Value.Contains(i)).Select(r => r.Key).ToArray();
            Assert.Equal(expected, (await handler.TakeAsync(expected.Length, Token)).Select(m => m.Text));
            Assert.Equal(expected.Length, handler.Received.Count);
        }
    }
}

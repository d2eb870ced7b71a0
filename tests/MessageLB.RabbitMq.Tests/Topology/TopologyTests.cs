using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.RabbitMq.Tests.Topology;

/// <summary>Queues and exchanges as rabbitmqctl shows them, and what is said when they exist otherwise.</summary>
public sealed class TopologyTests(LocalBroker broker) : BrokerTests(broker)
{
    [Fact]
    public async Task DeclareQueue_OfEachKind_HasTheseArguments()
    {
        var session = await OpenAsync();
        await session.Topology.DeclareExchangesAsync(Token);
        var plain = await DeclareQueueAsync(session, "plain");
        var dead = await DeclareQueueAsync(session, "dead", q => q with { DeadLetterExchange = Names.DeadExchange, DeadLetterRoutingKey = "orders" });
        var limited = await DeclareQueueAsync(session, "limited", q => q with { MaxLength = 1000, Expires = TimeSpan.FromHours(1) });
        var durable = await DeclareQueueAsync(session, "durable", q => q with { Kind = QueueKind.Durable, DeadLetterExchange = Names.DeadExchange });
        var transient = await DeclareQueueAsync(session, "transient", q => q with { Kind = QueueKind.Transient, MaxLength = 10 });

        var shown = await Broker.RunCtlAsync(Token, "list_queues", "name", "type", "durable", "exclusive", "arguments");

        var rows = shown.Split('\n').Where(l => l.Contains(Unique, StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        Assert.Equal(
            [
                $"{dead}\tquorum\ttrue\t\t[{{\"x-queue-type\",\"quorum\"}},{{\"x-dead-letter-exchange\",\"messagelb.dead\"}},{{\"x-dead-letter-routing-key\",\"orders\"}},{{\"x-dead-letter-strategy\",\"at-least-once\"}},{{\"x-overflow\",\"reject-publish\"}}]",
                $"{durable}\tclassic\ttrue\tfalse\t[{{\"x-dead-letter-exchange\",\"messagelb.dead\"}}]",
                $"{limited}\tquorum\ttrue\t\t[{{\"x-queue-type\",\"quorum\"}},{{\"x-max-length\",1000}},{{\"x-overflow\",\"reject-publish\"}},{{\"x-expires\",3600000}}]",
                $"{plain}\tquorum\ttrue\t\t[{{\"x-queue-type\",\"quorum\"}}]",
                $"{transient}\tclassic\tfalse\ttrue\t[{{\"x-max-length\",10}},{{\"x-overflow\",\"drop-head\"}}]",
            ],
            rows);
    }

    [Fact]
    public async Task DeclareQueue_ExistsAsAnotherType_NamesQueueDifferenceAndRemedy()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session, with: q => q with { Kind = QueueKind.Durable });

        var thrown = await Assert.ThrowsAsync<TopologyMismatchException>(async () =>
            await session.Topology.DeclareQueueAsync(new QueueSpec { Name = queue }, Token));

        Assert.Equal(queue, thrown.Entity);
        Assert.Equal(
            $"Cannot declare queue '{queue}': PRECONDITION_FAILED - inequivalent arg 'x-queue-type' for queue '{queue}' in vhost '/': received the value 'quorum' of type 'longstr' but current is none. " +
            $"It exists with other arguments; once it is empty, delete it (rabbitmqctl delete_queue '{queue}' --if-empty), or use another name.",
            thrown.Message);
    }

    [Fact]
    public async Task DeclareQueue_ArgumentThatNoQueueMayHave_IsNoMismatch()
    {
        var session = await OpenAsync();

        var thrown = await Assert.ThrowsAsync<MessageLBException>(async () =>
            await session.Topology.DeclareQueueAsync(new QueueSpec { Name = QueueName(), MaxLength = -1 }, Token));

        Assert.Equal(
            $"Cannot declare queue '{QueueName()}': 406 PRECONDITION_FAILED - invalid arg 'x-max-length' for queue '{QueueName()}' in vhost '/': {{value_negative,-1}}",
            thrown.Message);
    }

    [Fact]
    public async Task DeclareQueue_HeldExclusivelyByAnotherSession_IsAMismatch()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(await OpenAsync("owner"), with: q => q with { Kind = QueueKind.Transient });

        var thrown = await Assert.ThrowsAsync<TopologyMismatchException>(async () =>
            await session.Topology.DeclareQueueAsync(new QueueSpec { Name = queue }, Token));

        Assert.StartsWith($"Cannot declare queue '{queue}': RESOURCE_LOCKED - cannot obtain exclusive access to locked queue '{queue}' in vhost '/'.", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeclareExchange_ExistsAsAnotherType_NamesExchangeDifferenceAndRemedy()
    {
        var session = await OpenAsync();
        await session.Topology.DeclareExchangesAsync(Token);

        var thrown = await Assert.ThrowsAsync<TopologyMismatchException>(async () =>
            await session.Topology.DeclareExchangeAsync(new ExchangeSpec { Name = Names.DeadExchange, Type = ExchangeType.Fanout }, Token));

        Assert.Equal(
            "Cannot declare exchange 'messagelb.dead': PRECONDITION_FAILED - inequivalent arg 'type' for exchange 'messagelb.dead' in vhost '/': received 'fanout' but current is 'direct'. " +
            "It exists with other arguments; delete it when no queue needs it, or use another name.",
            thrown.Message);
    }

    [Fact]
    public async Task Bind_ExchangeMissing_SaysWhichAndWhatToDo()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);

        var thrown = await Assert.ThrowsAsync<MessageLBException>(async () => await session.Topology.BindAsync(queue, "no.such", "#", Token));

        Assert.Equal($"Cannot bind queue '{queue}' to exchange 'no.such': NOT_FOUND - no exchange 'no.such' in vhost '/'. Declare it first.", thrown.Message);
    }

    [Fact]
    public async Task DeclareGroup_Twice_DoesNothingTheSecondTime()
    {
        var session = await OpenAsync();
        var group = $"g{Unique}";
        await session.Topology.DeclareExchangesAsync(Token);

        await session.Topology.DeclareGroupAsync(group, ["order.#", "#"], Token);
        await session.Topology.DeclareGroupAsync(group, ["order.#", "#"], Token);

        Assert.Equal(new QueueDepth(0, 0), await session.Topology.InspectAsync(Names.IngressQueue(group), Token));
        await session.Topology.DeleteQueueAsync(Names.IngressQueue(group), Token);
        await session.Topology.DeleteQueueAsync(Names.DeadQueue(group), Token);
    }

    [Fact]
    public async Task Calls_FromManyThreads_AreCarriedOutOneAfterAnother()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);

        var depths = await Task.WhenAll(Enumerable.Range(0, 50).Select(i =>
            session.Topology.InspectAsync(i % 2 == 0 ? queue : QueueName("missing"), Token).AsTask()));

        Assert.All(depths.Index(), d => Assert.Equal(d.Index % 2 == 0 ? new QueueDepth(0, 0) : null, d.Item));
        Assert.False(session.Ended.IsCancellationRequested);
    }
}

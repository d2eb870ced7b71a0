using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.RabbitMq.Tests.Receiving;

/// <summary>Channels, settlements and prefetch as RabbitMQ really treats them.</summary>
public sealed class ReceiverTests(LocalBroker broker) : BrokerTests(broker)
{
    [Fact]
    public async Task Ack_SameTagTwice_EndsTheSessionWithTheBrokersReason()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        await SendAsync(session, queue, 2);
        var handler = new RecordingDeliveryHandler();
        var receiver = await session.StartAsync(new ReceiveOptions { Queue = queue, Prefetch = 10 }, handler, Token);
        await handler.TakeAsync(2, Token);

        await receiver.AckAsync(1, multiple: false);
        await receiver.AckAsync(1, multiple: false);

        Assert.Equal(
            $"RabbitMQ closed the channel that consumes queue '{queue}': 406 PRECONDITION_FAILED - unknown delivery tag 1",
            await EndOfAsync(session));
        Assert.False(await receiver.AckAsync(2, multiple: false));
    }

    [Fact]
    public async Task Receive_QueueMissing_SaysWhichAndWhatToDo()
    {
        var session = await OpenAsync();

        var thrown = await Assert.ThrowsAsync<MessageLBException>(async () =>
            await session.ReceiveAsync(new ReceiveOptions { Queue = QueueName("missing"), Prefetch = 1 }, new RecordingDeliveryHandler(), Token));

        Assert.Equal(
            $"Cannot consume queue '{QueueName("missing")}': NOT_FOUND - no queue '{QueueName("missing")}' in vhost '/'. Declare it first.",
            thrown.Message);
        Assert.False(session.Ended.IsCancellationRequested);
    }

    [Fact]
    public async Task Receive_QueueDeleted_EndsTheSessionAndSaysWhich()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        await session.StartAsync(new ReceiveOptions { Queue = queue, Prefetch = 1 }, new RecordingDeliveryHandler(), Token);

        await session.Topology.DeleteQueueAsync(queue, Token);

        Assert.Equal($"RabbitMQ cancelled the consumer of queue '{queue}': the queue was deleted, or its node is gone", await EndOfAsync(session));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Dispose_ManyAcksJustBefore_NoneIsUndone(bool stopFirst)
    {
        // More than the broker's channel passes on to a quorum queue at once; without the flush the rest would come again.
        const int Count = 500;
        var session = await OpenAsync();
        var other = await OpenAsync("other");
        var queue = await DeclareQueueAsync(session);
        await SendAsync(session, queue, Count);
        var handler = new RecordingDeliveryHandler();
        var receiver = await session.StartAsync(new ReceiveOptions { Queue = queue, Prefetch = Count }, handler, Token);
        var deliveries = await handler.TakeAsync(Count, Token);

        if (stopFirst) await receiver.StopAsync();
        foreach (var delivery in deliveries) Assert.True(await receiver.AckAsync(delivery.Tag, multiple: false));
        await session.DisposeAsync();

        // The queue's log puts this message after whatever came back with the channel, so once it is confirmed the count holds.
        await SendAsync(other, queue, 1);
        Assert.Equal(1, (await other.Topology.InspectAsync(queue, Token))!.Value.Ready);
    }

    [Fact]
    public async Task Receive_PrefetchOfTwoReceivers_IsEachItsOwn()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        await SendAsync(session, queue, 20);
        var small = new RecordingDeliveryHandler();
        var large = new RecordingDeliveryHandler();

        await session.StartAsync(new ReceiveOptions { Queue = queue, Prefetch = 2 }, small, Token);
        await session.StartAsync(new ReceiveOptions { Queue = queue, Prefetch = 5 }, large, Token);
        await small.TakeAsync(2, Token);
        await large.TakeAsync(5, Token);

        Assert.Equal(13, (await session.Topology.InspectAsync(queue, Token))!.Value.Ready);
        Assert.Equal((2, 5), (small.Received.Count, large.Received.Count));
    }

    [Fact]
    public async Task Receive_BodyAboveTheLimitOfPublishing_IsStillReceived()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        await using (var publisher = await ConfirmingPublisher.CreateAsync(session, Token))
            await publisher.PublishAsync("", queue, new MessageProperties(), new byte[100_000], Token);
        var limited = await OpenAsync("limited", o => o with { MaxMessageSize = 1024 });
        var handler = RecordingDeliveryHandler.Acking();

        await limited.StartAsync(new ReceiveOptions { Queue = queue, Prefetch = 1 }, handler, Token);

        Assert.Equal(100_000, Assert.Single(await handler.TakeAsync(1, Token)).Body.Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2001)]
    public async Task Receive_PrefetchOutOfRange_IsRefused(int prefetch)
    {
        var session = await OpenAsync();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () =>
            await session.ReceiveAsync(new ReceiveOptions { Queue = QueueName(), Prefetch = prefetch }, new RecordingDeliveryHandler(), Token));
    }

    // Why receivers of such a queue keep order by not being cancelled; see docs/internals/dispatchers.md.
    [Fact]
    public async Task Stop_SingleActiveWithoutKeepingOrder_TheNextOvertakesWhatIsUnsettled()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session, with: q => q with { SingleActive = true });
        var first = new RecordingDeliveryHandler();
        var second = RecordingDeliveryHandler.Acking();
        var receiver = await session.StartAsync(new ReceiveOptions { Queue = queue, Prefetch = 10 }, first, Token);
        await session.StartAsync(new ReceiveOptions { Queue = queue, Prefetch = 10 }, second, Token);
        await SendAsync(session, queue, 20);
        await first.TakeAsync(10, Token);

        await receiver.StopAsync();

        Assert.Equal("11", (await second.TakeAsync(1, Token))[0].Text);
    }
}

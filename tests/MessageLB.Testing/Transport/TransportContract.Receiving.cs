using Xunit;

namespace MessageLB.Testing;

public abstract partial class TransportContract
{
    [Fact]
    public async Task Receive_ManyMessages_ArriveInOrderWithTagsWithoutGaps()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        var sent = Numbers(200);
        await SendAsync(session, string.Empty, queue, sent);
        var handler = RecordingDeliveryHandler.Acking();

        await ReceiveAsync(session, queue, handler, prefetch: 10);

        var received = await handler.TakeAsync(200, Token);
        Assert.Equal(sent, received.Select(m => m.Text));
        Assert.Equal(Enumerable.Range(1, 200).Select(i => (ulong)i), received.Select(m => m.Tag));
        Assert.All(received, m => Assert.False(m.Redelivered));
        Assert.All(received, m => Assert.Equal((string.Empty, queue), (m.Exchange, m.RoutingKey)));
    }

    [Fact]
    public async Task Receive_HandlerThatYields_RunsOneAtATime()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        var handler = new RecordingDeliveryHandler(async (receiver, delivery) =>
        {
            await Task.Yield();
            await receiver.AckAsync(delivery.Tag, multiple: false);
            await Task.Yield();
        });
        await ReceiveAsync(session, queue, handler, prefetch: 20);

        await SendAsync(session, string.Empty, queue, Numbers(100));

        await handler.TakeAsync(100, Token);
        Assert.Equal(1, handler.MostAtOnce);
    }

    [Fact]
    public async Task Receive_HandlerThatWaits_HoldsBackTheNextDelivery()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        var other = await DeclareQueueAsync(session, "other");
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var handler = new RecordingDeliveryHandler((_, _) => new ValueTask(gate.Task));
        var otherHandler = RecordingDeliveryHandler.Acking();
        await ReceiveAsync(session, queue, handler);
        await ReceiveAsync(session, other, otherHandler);

        await SendAsync(session, string.Empty, queue, "a", "b");
        await handler.TakeAsync(1, Token);
        // Sent and received after "b": by then "b" would have come too, had it not been held back.
        await SendAsync(session, string.Empty, other, "fence");
        await otherHandler.TakeAsync(1, Token);
        var whileWaiting = handler.Received.Count;
        gate.SetResult();

        Assert.Equal(1, whileWaiting);
        Assert.Equal(["a", "b"], (await handler.TakeAsync(2, Token)).Select(m => m.Text));
    }

    [Fact]
    public async Task Receive_NothingSettled_StopsAtPrefetchUntilOneIs()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        await SendAsync(session, string.Empty, queue, Numbers(5));
        var handler = new RecordingDeliveryHandler();

        var receiver = await ReceiveAsync(session, queue, handler, prefetch: 3);

        await handler.TakeAsync(3, Token);
        Assert.Equal(2, (await session.Topology.InspectAsync(queue, Token))!.Value.Ready);
        Assert.True(await receiver.AckAsync(2, multiple: false));
        await handler.TakeAsync(4, Token);
        Assert.Equal(1, (await session.Topology.InspectAsync(queue, Token))!.Value.Ready);
        Assert.Equal(["1", "2", "3", "4"], handler.Received.Select(m => m.Text));
    }

    [Fact]
    public async Task Receive_QueueMissing_Throws()
    {
        var session = await OpenAsync();

        await Assert.ThrowsAnyAsync<MessageLBException>(() => ReceiveAsync(session, $"messagelb-test.{Unique}.missing", new RecordingDeliveryHandler()));
    }

    [Fact]
    public async Task Receive_TwoPriorities_LowerGetsWhatTheHigherHasNoRoomFor()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        var low = new RecordingDeliveryHandler();
        var high = new RecordingDeliveryHandler();
        await ReceiveAsync(session, queue, low, prefetch: 10, priority: 0);
        await ReceiveAsync(session, queue, high, prefetch: 2, priority: 10);

        await SendAsync(session, string.Empty, queue, Numbers(4));

        await low.TakeAsync(2, Token);
        await high.TakeAsync(2, Token);
        Assert.Equal(["1", "2"], high.Received.Select(m => m.Text));
        Assert.Equal(["3", "4"], low.Received.Select(m => m.Text));
    }

    [Fact]
    public async Task Receive_HandlerThrows_EndsTheSessionAndTheMessageComesAgain()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        await SendAsync(session, string.Empty, queue, "a");
        var broken = new RecordingDeliveryHandler((_, _) => throw new InvalidOperationException("broken on purpose"));
        var handler = RecordingDeliveryHandler.Acking();

        await ReceiveAsync(session, queue, broken);
        await EndOfAsync(session);

        Assert.Contains("broken on purpose", session.EndReason, StringComparison.Ordinal);
        await ReceiveAsync(await OpenAsync("second"), queue, handler);
        var again = Assert.Single(await handler.TakeAsync(1, Token));
        Assert.Equal(("a", true), (again.Text, again.Redelivered));
    }

    [Fact]
    public async Task Stop_EarlierDeliveriesUnsettled_NoNewOnesAndTheOldCanBeSettled()
    {
        var session = await OpenAsync();
        var second = await OpenAsync("second");
        var queue = await DeclareQueueAsync(session);
        var stopped = new RecordingDeliveryHandler();
        var handler = RecordingDeliveryHandler.Acking();
        var receiver = await ReceiveAsync(session, queue, stopped);
        await SendAsync(session, string.Empty, queue, "a");
        await stopped.TakeAsync(1, Token);

        await receiver.StopAsync();
        await SendAsync(session, string.Empty, queue, "b");
        await ReceiveAsync(second, queue, handler);
        await handler.FirstAsync("b", Token);
        var settled = await receiver.AckAsync(1, multiple: false);
        await session.DisposeAsync();
        await SendAsync(second, string.Empty, queue, "c");
        await handler.FirstAsync("c", Token);

        Assert.True(settled);
        Assert.Equal(["a"], stopped.Received.Select(m => m.Text));
        Assert.Equal(["b", "c"], handler.Received.Select(m => m.Text));
    }

    [Fact]
    public async Task Stop_CalledByTheHandler_Completes()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var handler = new RecordingDeliveryHandler(async (receiver, _) =>
        {
            await receiver.StopAsync();
            stopped.TrySetResult();
        });
        await SendAsync(session, string.Empty, queue, "a", "b");

        await ReceiveAsync(session, queue, handler);

        await stopped.Task.OrFailAsync("StopAsync inside the handler", Token);
        Assert.Equal(["a"], handler.Received.Select(m => m.Text));
    }
}

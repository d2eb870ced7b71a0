using MessageLB.Frames;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Frames;

public sealed class FrameReceiverTests
{
    private readonly PlayedReceiver _broker = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Deliveries_AloneAndInFrames_HaveTagsWithoutGapsAndTheirOwnProperties()
    {
        var handler = new RecordingDeliveryHandler();
        await StartAsync(handler);

        await _broker.DeliverAsync(new MessageProperties { MessageId = "a" });
        await _broker.DeliverFrameAsync(PlayedReceiver.Frame("b", "c"));
        await _broker.DeliverAsync(new MessageProperties { MessageId = "d" });

        Assert.Equal([(1UL, "a"), (2UL, "b"), (3UL, "c"), (4UL, "d")], handler.Received.Select(m => (m.Tag, m.Properties.MessageId!)));
        Assert.Empty(_broker.Calls);
    }

    [Fact]
    public async Task Delivery_ContentTypeOfAFrameWithoutItsMark_IsOneMessage()
    {
        var handler = new RecordingDeliveryHandler();
        await StartAsync(handler);

        await _broker.DeliverAsync(new MessageProperties { ContentType = FrameFormat.ContentType, MessageId = "whole" }, PlayedReceiver.Frame("a", "b"));

        Assert.Equal("whole", Assert.Single(handler.Received).Properties.MessageId);
    }

    [Fact]
    public async Task Settling_AllOfAFrame_IsToldOnceAndWithItsLast()
    {
        var receiver = await StartAsync(new RecordingDeliveryHandler());
        await _broker.DeliverFrameAsync(PlayedReceiver.Frame("a", "b", "c"));

        Assert.True(await receiver.AckAsync(3, multiple: false));
        Assert.True(await receiver.AckAsync(1, multiple: false));
        Assert.Empty(_broker.Calls);
        Assert.True(await receiver.AckAsync(2, multiple: false));

        Assert.Equal(["ack 1"], _broker.Calls);
    }

    [Fact]
    public async Task AckUpTo_FramesOfEveryEnding_AreToldByThemselvesBeforeAllTheRest()
    {
        var receiver = await StartAsync(new RecordingDeliveryHandler());
        for (var i = 0; i < 4; i++) await _broker.DeliverFrameAsync(PlayedReceiver.Frame("a", "b"));

        await receiver.ReturnAsync(1);
        await receiver.RejectAsync(2);
        await receiver.RejectAsync(4);
        Assert.Equal(["return 1"], _broker.Calls);
        Assert.True(await receiver.AckAsync(7, multiple: true));
        Assert.True(await receiver.AckAsync(8, multiple: true));

        Assert.Equal(["return 1", "reject 2", "ack 3 and before", "ack 4 and before"], _broker.Calls);
    }

    [Fact]
    public async Task Settling_SessionHasEnded_IsFalseForEveryMessageOfAFrame()
    {
        var receiver = await StartAsync(new RecordingDeliveryHandler());
        await _broker.DeliverFrameAsync(PlayedReceiver.Frame("a", "b", "c", "d", "e"));
        _broker.End("over");

        Assert.False(await receiver.AckAsync(1, multiple: false));
        Assert.False(await receiver.RejectAsync(2));
        Assert.False(await receiver.ReturnAsync(3));
        Assert.False(await receiver.AckAsync(4, multiple: true));
        Assert.False(await receiver.AckAsync(5, multiple: false));
    }

    [Fact]
    public async Task StopAsync_InTheMiddleOfAFrame_HandsOverItsRest()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var handler = new RecordingDeliveryHandler(async (_, delivery) =>
        {
            if (delivery.Tag == 2) await go.Task;
        });
        var receiver = await StartAsync(handler);
        handler.Attach(receiver);
        var delivering = _broker.DeliverFrameAsync(PlayedReceiver.Frame("a", "b", "c", "d"));
        await handler.TakeAsync(2, Token);

        var stopping = receiver.StopAsync().AsTask();
        Assert.Equal(["stop"], _broker.Calls);
        Assert.False(stopping.IsCompleted);
        go.SetResult();
        await stopping.OrFailAsync("the end of the frame", Token);

        Assert.Equal(["a", "b", "c", "d"], handler.Received.Select(m => m.Properties.MessageId));
        await delivering.OrFailAsync("the delivery", Token);
    }

    [Theory]
    [InlineData("")]
    [InlineData("4D4C42460200000100000000020000")]
    [InlineData("4D4C42460100000000")]
    public async Task Frame_CannotBeOpened_IsRejectedAndWhatFollowsComes(string bytes)
    {
        var handler = new RecordingDeliveryHandler();
        var receiver = await StartAsync(handler);

        await _broker.DeliverFrameAsync(Convert.FromHexString(bytes));
        await _broker.DeliverFrameAsync(PlayedReceiver.Frame("a", "b"));
        await receiver.AckAsync(2, multiple: true);

        Assert.Equal(["a", "b"], handler.Received.Select(m => m.Properties.MessageId));
        Assert.Equal(["reject 1", "ack 2 and before"], _broker.Calls);
    }

    [Fact]
    public async Task Frame_MessageInTheMiddleCannotBeRead_WhatCameBeforeIsHandedOverAndTheFrameRejectedAfterIt()
    {
        var handler = new RecordingDeliveryHandler();
        var receiver = await StartAsync(handler);
        var frame = PlayedReceiver.Frame("a", "b", "c", "d");
        frame[9 + (2 * 12) + 4] = 0xFF; // the parts of the third

        await _broker.DeliverFrameAsync(frame);
        await _broker.DeliverAsync(new MessageProperties { MessageId = "e" });
        Assert.Equal(["a", "b", "e"], handler.Received.Select(m => m.Properties.MessageId));
        Assert.Empty(_broker.Calls);
        await receiver.AckAsync(handler.Received[^1].Tag, multiple: true);

        Assert.Equal(["reject 1", "ack 2 and before"], _broker.Calls);
    }

    [Fact]
    public async Task Frame_FirstMessageCannotBeRead_IsRejectedAtOnce()
    {
        await StartAsync(new RecordingDeliveryHandler());
        var frame = PlayedReceiver.Frame("a", "b");
        frame[9 + 4] = 0xFF;

        await _broker.DeliverFrameAsync(frame);

        Assert.Equal(["reject 1"], _broker.Calls);
    }

    [Fact]
    public async Task Frame_MoreThanThereIsRoomFor_WaitsForTheOldest()
    {
        var handler = new RecordingDeliveryHandler();
        var receiver = await StartAsync(handler, most: 2);

        var delivering = _broker.DeliverFrameAsync(PlayedReceiver.Frame("a", "b", "c", "d"));
        Assert.Equal(2, handler.Received.Count);
        await receiver.AckAsync(2, multiple: false);
        Assert.Equal(2, handler.Received.Count);
        await receiver.AckAsync(1, multiple: false);

        await delivering.OrFailAsync("all four", Token);
        Assert.Equal(["a", "b", "c", "d"], handler.Received.Select(m => m.Properties.MessageId));
    }

    [Fact]
    public async Task SessionEnds_FrameWaitsForRoom_LetsGo()
    {
        await StartAsync(new RecordingDeliveryHandler(), most: 2);
        var delivering = _broker.DeliverFrameAsync(PlayedReceiver.Frame("a", "b", "c", "d", "e"));
        Assert.False(delivering.IsCompleted);

        _broker.End("over");

        await delivering.OrFailAsync("the end of the wait", Token);
        await _broker.DeliverFrameAsync(PlayedReceiver.Frame("f", "g", "h")).OrFailAsync("a frame that was on its way", Token);
    }

    private async Task<IReceiver> StartAsync(IDeliveryHandler handler, int most = int.MaxValue) =>
        await FrameReceiver.StartAsync(_broker, new ReceiveOptions { Queue = "q", Prefetch = 10 }, handler, most, Token);
}

using MessageLB.Transport;

namespace MessageLB.Frames;

/// <summary>Hands the messages of frames to a handler one by one, as if each had come alone.</summary>
/// <param name="handler">Takes the messages.</param>
/// <param name="book">Gives them their tags.</param>
internal sealed class FrameUnpacker(IDeliveryHandler handler, FrameBook book) : IDeliveryHandler
{
    private readonly FrameReader _reader = new();
    private readonly MessageProperties _properties = new();
    private readonly TaskCompletionSource<IReceiver> _receiver = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Task _unpacking = Task.CompletedTask;

    /// <summary>Completes when every message of the frame that was last begun has been handed over.</summary>
    public Task Unpacked => _unpacking;

    /// <summary>Tells which receiver the deliveries come from.</summary>
    public void Attach(IReceiver receiver) => _receiver.TrySetResult(receiver);

    /// <inheritdoc />
    public ValueTask HandleAsync(Delivery delivery) => FrameFormat.IsFrame(delivery.Properties) ? HandleFrameAsync(delivery) : PassOnAsync(delivery);

    private async ValueTask HandleFrameAsync(Delivery frame)
    {
        // Before the first message: whoever stops the flow meanwhile is to wait for the last one.
        var unpacking = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _unpacking = unpacking.Task;
        try
        {
            await UnpackAsync(frame);
        }
        finally
        {
            unpacking.SetResult();
        }
    }

    private ValueTask PassOnAsync(in Delivery delivery)
    {
        var tag = book.Begin(delivery.Tag);
        var room = book.RoomForAsync(tag);
        return room.IsCompletedSuccessfully ? handler.HandleAsync(delivery with { Tag = tag }) : PassOnAsync(room, delivery with { Tag = tag });
    }

    private async ValueTask PassOnAsync(Task room, Delivery delivery)
    {
        await room;
        await handler.HandleAsync(delivery);
    }

    private async ValueTask UnpackAsync(Delivery frame)
    {
        if (!_reader.TryOpen(frame.Body))
        {
            await (await _receiver.Task).RejectAsync(frame.Tag);
            return;
        }

        var first = book.Begin(frame.Tag, _reader.Left);
        var end = first + (ulong)_reader.Left;
        for (var tag = first; tag < end; tag++)
        {
            if (!_reader.TryRead(_properties, out var body))
            {
                await RejectFromAsync(tag, end);
                return;
            }

            await book.RoomForAsync(tag);
            await handler.HandleAsync(frame with { Tag = tag, Properties = _properties, Body = body });
        }
    }

    // What could be read is done by then; the frame leaves its queue as one that failed, and nothing is lost without a trace.
    private async ValueTask RejectFromAsync(ulong tag, ulong end)
    {
        for (; tag < end; tag++)
        {
            if (book.End(tag, FrameEnding.Reject) is { Ending: not FrameEnding.None } step) await FrameReceiver.TellAsync(await _receiver.Task, step);
        }
    }
}

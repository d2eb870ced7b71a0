using MessageLB.Transport;

namespace MessageLB.Frames;

/// <summary>
/// A receiver whose handler gets single messages, whether they came alone or in frames. Each has a tag of its own and is settled by
/// itself; a frame is settled at the broker when all of its messages are: acknowledged if all were, returned as a whole if any was
/// returned, else rejected as a whole. So a frame of which a part was done may come again, as any message may. Thread-safe as every
/// receiver.
/// </summary>
public sealed class FrameReceiver : IReceiver
{
    private readonly ITransportSession _session;
    private readonly IReceiver _inner;
    private readonly FrameUnpacker _unpacker;
    private readonly FrameBook _book;
    private readonly CancellationTokenRegistration _ended;

    private FrameReceiver(ITransportSession session, IReceiver inner, FrameUnpacker unpacker, FrameBook book, CancellationTokenRegistration ended) =>
        (_session, _inner, _unpacker, _book, _ended) = (session, inner, unpacker, book, ended);

    /// <summary>Starts to receive, as <see cref="ITransportSession.ReceiveAsync"/>. The prefetch counts frames.</summary>
    /// <param name="session">The session.</param>
    /// <param name="options">How.</param>
    /// <param name="handler">Takes the messages.</param>
    /// <param name="most">Most messages from the oldest that is not settled to the newest that is handed over.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async ValueTask<IReceiver> StartAsync(ITransportSession session, ReceiveOptions options, IDeliveryHandler handler, int most, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        var book = new FrameBook(most);
        // Without it a handler that never ends its messages, because the session is over, would keep the transport waiting.
        var ended = session.Ended.UnsafeRegister(static b => ((FrameBook)b!).Close(), book);
        var unpacker = new FrameUnpacker(handler, book);
        try
        {
            var inner = await session.ReceiveAsync(options, unpacker, cancellationToken);
            unpacker.Attach(inner);
            return new FrameReceiver(session, inner, unpacker, book, ended);
        }
        catch
        {
            await ended.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc />
    public ValueTask<bool> AckAsync(ulong tag, bool multiple) => multiple ? AckUpToAsync(tag) : TellAsync(_book.End(tag, FrameEnding.Ack));

    /// <inheritdoc />
    public ValueTask<bool> RejectAsync(ulong tag) => TellAsync(_book.End(tag, FrameEnding.Reject));

    /// <inheritdoc />
    public ValueTask<bool> ReturnAsync(ulong tag) => TellAsync(_book.End(tag, FrameEnding.Return));

    /// <summary>Stops the flow; a frame that has begun is handed over to its end, so that it can be settled.</summary>
    public async ValueTask StopAsync()
    {
        await _inner.StopAsync();
        await _unpacker.Unpacked.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _ended.DisposeAsync();
        await _inner.DisposeAsync();
    }

    internal static ValueTask<bool> TellAsync(IReceiver receiver, in FrameStep step) => step.Ending switch
    {
        FrameEnding.Ack => receiver.AckAsync(step.Tag, multiple: false),
        FrameEnding.Reject => receiver.RejectAsync(step.Tag),
        FrameEnding.Return => receiver.ReturnAsync(step.Tag),
        _ => new ValueTask<bool>(true),
    };

    // The broker hears of a message with the last one of its frame; if the session has ended, it has taken all of them back.
    private ValueTask<bool> TellAsync(in FrameStep step) =>
        step.Ending == FrameEnding.None ? new ValueTask<bool>(!_session.Ended.IsCancellationRequested) : TellAsync(_inner, step);

    private async ValueTask<bool> AckUpToAsync(ulong tag)
    {
        var steps = new List<FrameStep>();
        _book.AckUpTo(tag, steps);
        var last = steps.FindLastIndex(s => s.Ending == FrameEnding.Ack);
        var told = !_session.Ended.IsCancellationRequested;
        // Each by itself first, or the acknowledgement of all would cover them.
        foreach (var step in steps.Where(s => s.Ending != FrameEnding.Ack)) told &= await TellAsync(_inner, step);
        if (last >= 0) told &= await _inner.AckAsync(steps[last].Tag, multiple: true);
        return told;
    }
}

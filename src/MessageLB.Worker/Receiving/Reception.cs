using MessageLB.Transport;

namespace MessageLB.Worker.Receiving;

/// <summary>
/// One stretch of receiving in a session, from the start of a receiver to its end, and the settling of what came in it. Settlements
/// may come before the receiver is known and after the session has ended; the first wait for it, the others do nothing. Thread-safe.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="isOfHeld">Whether its messages are in hold: their dispatcher keeps them until the result, which is all that it needs.</param>
internal sealed class Reception(WorkerSession session, bool isOfHeld = false) : IAsyncDisposable
{
    private readonly TaskCompletionSource<IReceiver?> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile IReceiver? _receiver;

    public WorkerSession Session { get; } = session;

    /// <summary>Whether its messages are in hold.</summary>
    public bool IsOfHeld { get; } = isOfHeld;

    /// <summary>Starts to receive.</summary>
    public async ValueTask StartAsync(ReceiveOptions options, IDeliveryHandler handler, CancellationToken cancellationToken)
    {
        try
        {
            _receiver = await Session.ReceiveAsync(options, handler, cancellationToken);
        }
        finally
        {
            _started.TrySetResult(_receiver);
        }
    }

    /// <summary>Stops the flow of deliveries; those handed over before can still be settled.</summary>
    public ValueTask StopAsync() => _receiver?.StopAsync() ?? ValueTask.CompletedTask;

    public ValueTask<bool> AckAsync(ulong tag) =>
        _receiver is { } receiver ? receiver.AckAsync(tag, multiple: false) : LaterAsync(tag, static (r, t) => r.AckAsync(t, multiple: false));

    public ValueTask<bool> RejectAsync(ulong tag) =>
        _receiver is { } receiver ? receiver.RejectAsync(tag) : LaterAsync(tag, static (r, t) => r.RejectAsync(t));

    public ValueTask<bool> ReturnAsync(ulong tag) =>
        _receiver is { } receiver ? receiver.ReturnAsync(tag) : LaterAsync(tag, static (r, t) => r.ReturnAsync(t));

    /// <summary>Closes the receiver; what it had fetched and not handed over goes back to the queue.</summary>
    public ValueTask DisposeAsync()
    {
        _started.TrySetResult(null);
        return _receiver?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    // The first deliveries may be handled before the transport has told which receiver they belong to.
    private async ValueTask<bool> LaterAsync(ulong tag, Func<IReceiver, ulong, ValueTask<bool>> settle) =>
        await _started.Task is { } receiver && await settle(receiver, tag);
}

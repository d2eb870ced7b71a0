using MessageLB.Transport;

namespace MessageLB.Worker;

/// <summary>
/// A transport session while a worker uses it. Settlements may come before the receiver is known and after the session has
/// ended; the first wait for it, the others do nothing. Thread-safe.
/// </summary>
internal sealed class WorkerSession(ITransportSession session, ConfirmingPublisher publisher)
{
    private readonly TaskCompletionSource<IReceiver?> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile IReceiver? _receiver;

    public CancellationToken Ended => session.Ended;

    public bool HasEnded => session.Ended.IsCancellationRequested;

    /// <summary>Starts to receive from the worker's queue.</summary>
    public async ValueTask StartAsync(ReceiveOptions options, IDeliveryHandler handler, CancellationToken cancellationToken)
    {
        try
        {
            _receiver = await session.ReceiveAsync(options, handler, cancellationToken);
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

    /// <summary>Publishes to a queue and waits for the outcome.</summary>
    public Task<PublishOutcome> PublishAsync(string queue, MessageProperties properties, ReadOnlyMemory<byte> body) =>
        publisher.PublishAsync(string.Empty, queue, properties, body, CancellationToken.None);

    /// <summary>Disposes receiver and publisher.</summary>
    public async ValueTask DisposeAsync()
    {
        _started.TrySetResult(null);
        if (_receiver is { } receiver) await receiver.DisposeAsync();
        await publisher.DisposeAsync();
    }

    // The first deliveries may be handled before the transport has told which receiver they belong to.
    private async ValueTask<bool> LaterAsync(ulong tag, Func<IReceiver, ulong, ValueTask<bool>> settle) =>
        await _started.Task is { } receiver && await settle(receiver, tag);
}

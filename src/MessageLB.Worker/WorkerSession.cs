using MessageLB.Transport;

namespace MessageLB.Worker;

/// <summary>A transport session while a worker uses it. Thread-safe.</summary>
internal sealed class WorkerSession(ITransportSession session, ConfirmingPublisher publisher) : IAsyncDisposable
{
    public CancellationToken Ended => session.Ended;

    public bool HasEnded => session.Ended.IsCancellationRequested;

    /// <summary>Starts to receive from a queue.</summary>
    public ValueTask<IReceiver> ReceiveAsync(ReceiveOptions options, IDeliveryHandler handler, CancellationToken cancellationToken) =>
        session.ReceiveAsync(options, handler, cancellationToken);

    /// <summary>Publishes to a queue and waits for the outcome.</summary>
    public Task<PublishOutcome> PublishAsync(string queue, MessageProperties properties, ReadOnlyMemory<byte> body) =>
        publisher.PublishAsync(string.Empty, queue, properties, body, CancellationToken.None);

    /// <summary>Disposes the publisher; the session is its owner's.</summary>
    public ValueTask DisposeAsync() => publisher.DisposeAsync();
}

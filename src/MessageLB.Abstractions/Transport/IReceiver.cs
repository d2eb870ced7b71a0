namespace MessageLB.Transport;

/// <summary>
/// A running consumer and the settling of its deliveries. Thread-safe, except that each delivery must be settled at most once.
/// Settling after the session has ended does nothing and returns false: the broker has taken the delivery back already.
/// </summary>
public interface IReceiver : IAsyncDisposable
{
    /// <summary>Acknowledges one delivery: it is done and leaves the queue.</summary>
    /// <param name="tag">Settle token of the delivery.</param>
    /// <param name="multiple">True to acknowledge every unsettled delivery up to and including <paramref name="tag"/>.</param>
    ValueTask<bool> AckAsync(ulong tag, bool multiple);

    /// <summary>Rejects one delivery: the attempt failed; the queue dead-letters it. (<c>basic.reject</c>, requeue off.)</summary>
    ValueTask<bool> RejectAsync(ulong tag);

    /// <summary>Returns one delivery to its queue: not the message's fault. (<c>basic.nack</c>, requeue on.)</summary>
    ValueTask<bool> ReturnAsync(ulong tag);

    /// <summary>
    /// Stops the flow of deliveries: after it completes, the handler is not called again. Deliveries handed over before may
    /// still be settled. What the transport had fetched but not handed over goes back to the queue when the receiver is disposed.
    /// </summary>
    ValueTask StopAsync();
}

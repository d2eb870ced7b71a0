namespace MessageLB.Transport;

/// <summary>
/// Small transient messages on the control exchange: heartbeats, results, commands. At most once; nothing is confirmed and
/// nothing survives a restart, so whatever travels here must be cumulative or repeated. Thread-safe.
/// </summary>
public interface IControlBus
{
    /// <summary>Sends one control message to every subscriber whose pattern matches. Returns when the transport has taken it.</summary>
    /// <exception cref="SessionEndedException">The session has ended.</exception>
    ValueTask SendAsync(string routingKey, ReadOnlyMemory<byte> body, CancellationToken cancellationToken);

    /// <summary>
    /// Subscribes to a topic pattern. <paramref name="handler"/> gets routing key and body one at a time; it must return at
    /// once and copy what it keeps; what it throws is dropped, so that no message can cost the next. A subscriber that falls
    /// behind loses the oldest messages, never memory. Disposing the result ends the subscription.
    /// </summary>
    /// <exception cref="SessionEndedException">The session has ended.</exception>
    ValueTask<IAsyncDisposable> SubscribeAsync(string pattern, ControlHandler handler, CancellationToken cancellationToken);
}

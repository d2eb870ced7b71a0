namespace MessageLB.Transport;

/// <summary>
/// One epoch of contact with the broker: connections, channels and everything that was received or published over them.
/// A session is never repaired. When any part of it breaks, the whole session ends, every unsettled delivery goes back to
/// its queue, and every publish without a confirm gets <see cref="PublishOutcome.Unknown"/>. Thread-safe.
/// </summary>
/// <remarks>
/// Disposing ends the session gracefully within a few seconds, whatever the broker does; it does not settle deliveries.
/// </remarks>
public interface ITransportSession : IAsyncDisposable
{
    /// <summary>Cancelled when the session has ended, for whatever reason, its own disposal included.</summary>
    CancellationToken Ended { get; }

    /// <summary>Why the session ended, for a person; null while it lives or after a plain disposal.</summary>
    string? EndReason { get; }

    /// <summary>
    /// Ends the session at once, without waiting for the broker; for an owner who knows that nothing comes through any more. Does nothing
    /// if it has ended.
    /// </summary>
    /// <param name="reason">What <see cref="EndReason"/> is to say.</param>
    void End(string reason);

    /// <summary>Declares, binds, inspects and deletes queues and exchanges.</summary>
    ITopology Topology { get; }

    /// <summary>Control messages in and out: heartbeats, results, commands.</summary>
    IControlBus Control { get; }

    /// <summary>The presence tokens of worker instances.</summary>
    IPresence Presence { get; }

    /// <summary>
    /// Starts to receive from a queue. Deliveries of one receiver are handed to <paramref name="handler"/> one at a time and
    /// in order; at most <see cref="ReceiveOptions.Prefetch"/> of them are unsettled at any time.
    /// </summary>
    /// <exception cref="SessionEndedException">The session has ended.</exception>
    /// <exception cref="MessageLBException">The queue does not exist.</exception>
    ValueTask<IReceiver> ReceiveAsync(ReceiveOptions options, IDeliveryHandler handler, CancellationToken cancellationToken);

    /// <summary>Creates a publisher whose outcomes go to <paramref name="outcomes"/>.</summary>
    /// <exception cref="SessionEndedException">The session has ended.</exception>
    ValueTask<IPublisher> CreatePublisherAsync(PublisherOptions options, IPublishOutcomeHandler outcomes, CancellationToken cancellationToken);
}

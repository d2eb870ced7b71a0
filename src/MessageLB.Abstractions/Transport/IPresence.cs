namespace MessageLB.Transport;

/// <summary>
/// The last will that AMQP lacks. A worker instance holds one unacknowledged message, its presence token; a watcher is the
/// next consumer of the token's queue, so that the broker hands it the token within milliseconds of the worker's connection
/// dying. Thread-safe.
/// </summary>
public interface IPresence
{
    /// <summary>
    /// Takes the token of <paramref name="instance"/> and holds it until the result is disposed or the session ends. Disposing
    /// is a farewell: watchers hear <see cref="PresenceEnd.Left"/>. The end of the session is a death: <see cref="PresenceEnd.Lost"/>.
    /// </summary>
    ValueTask<IAsyncDisposable> HoldAsync(WorkerInstance instance, CancellationToken cancellationToken);

    /// <summary>
    /// Waits for the end of <paramref name="instance"/>. <paramref name="ended"/> is called at most once, must return at once, and
    /// is not called because of the watcher's own session ending. Returns null if no such token is known.
    /// </summary>
    ValueTask<IAsyncDisposable?> WatchAsync(WorkerInstance instance, Action<PresenceEnd> ended, CancellationToken cancellationToken);
}

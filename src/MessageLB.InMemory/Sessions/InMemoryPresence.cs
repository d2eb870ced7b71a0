using MessageLB.Transport;

namespace MessageLB.InMemory.Sessions;

/// <summary>The presence port of a session.</summary>
internal sealed class InMemoryPresence(InMemorySession session) : IPresence
{
    public ValueTask<IAsyncDisposable> HoldAsync(WorkerInstance instance, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        session.ThrowIfEnded();
        var board = session.Broker.Presence;
        var token = board.Hold(instance, session);
        if (session.HasEnded)
        {
            // It ended meanwhile, and may have looked for its tokens before there was this one.
            board.Release(instance, token, PresenceEnd.Lost);
            session.ThrowIfEnded();
        }

        return ValueTask.FromResult<IAsyncDisposable>(new Hold(board, instance, token));
    }

    public ValueTask<IAsyncDisposable?> WatchAsync(WorkerInstance instance, Action<PresenceEnd> ended, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ended);
        cancellationToken.ThrowIfCancellationRequested();
        session.ThrowIfEnded();
        return ValueTask.FromResult<IAsyncDisposable?>(session.Broker.Presence.Watch(instance, session, ended));
    }

    private sealed class Hold(PresenceBoard board, WorkerInstance instance, PresenceToken token) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            board.Release(instance, token, PresenceEnd.Left);
            return ValueTask.CompletedTask;
        }
    }
}

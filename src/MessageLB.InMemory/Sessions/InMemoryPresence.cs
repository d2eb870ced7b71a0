using MessageLB.Transport;

namespace MessageLB.InMemory.Sessions;

/// <summary>The presence port of a session.</summary>
internal sealed class InMemoryPresence(InMemorySession session) : IPresence
{
    public ValueTask<IAsyncDisposable> HoldAsync(WorkerInstance instance, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var board = session.Broker.Presence;
        PresenceToken? token = null;
        session.WhileAlive(() => token = board.Hold(instance, session));
        return ValueTask.FromResult<IAsyncDisposable>(new Hold(board, instance, token!));
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

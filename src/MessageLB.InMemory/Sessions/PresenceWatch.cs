using MessageLB.Transport;

namespace MessageLB.InMemory.Sessions;

/// <summary>One watcher of one token: told once, or never if it was disposed or its session ended first.</summary>
internal sealed class PresenceWatch(InMemorySession watcher, Action<PresenceEnd> ended) : IAsyncDisposable
{
    private int _over;

    public bool IsOver => Volatile.Read(ref _over) != 0 || watcher.HasEnded;

    /// <summary>Tells the watcher, on the thread pool: it must not run inside the end of someone else's session.</summary>
    public void Tell(PresenceEnd end) => LoopTask.Start(() =>
    {
        if (watcher.HasEnded || Interlocked.Exchange(ref _over, 1) != 0) return Task.CompletedTask;
        try
        {
            ended(end);
        }
        catch (Exception e)
        {
            watcher.End($"A presence callback failed: {e.Message}");
        }

        return Task.CompletedTask;
    });

    public ValueTask DisposeAsync()
    {
        Interlocked.Exchange(ref _over, 1);
        return ValueTask.CompletedTask;
    }
}

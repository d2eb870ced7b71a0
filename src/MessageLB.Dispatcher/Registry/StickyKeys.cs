using MessageLB.Core.Configuration;
using MessageLB.Core.Sticky;

namespace MessageLB.Dispatcher.Registry;

/// <summary>The keys that a group remembers, over all sessions, and what became of their messages. Thread-safe.</summary>
/// <param name="config">Bounds of the table.</param>
internal sealed class StickyKeys(StickyConfig config)
{
    private long _hits;
    private long _learned;
    private long _moved;
    private long _elsewhere;
    private long _waited;

    public StickyTable Table { get; } = new(config.Keys, config.TimeToLive);

    public long Hits => Interlocked.Read(ref _hits);

    public long LearnedKeys => Interlocked.Read(ref _learned);

    public long MovedKeys => Interlocked.Read(ref _moved);

    public long Elsewhere => Interlocked.Read(ref _elsewhere);

    public long Waits => Interlocked.Read(ref _waited);

    public void Hit() => Interlocked.Increment(ref _hits);

    public void Learned(ulong key, string destination, TimeSpan now)
    {
        Table.Learn(key, destination, now);
        Interlocked.Increment(ref _learned);
    }

    public void Moved(ulong key, string destination, TimeSpan now)
    {
        Table.Learn(key, destination, now);
        Interlocked.Increment(ref _moved);
    }

    public void WentElsewhere() => Interlocked.Increment(ref _elsewhere);

    public void Waited() => Interlocked.Increment(ref _waited);
}

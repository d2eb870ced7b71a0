namespace MessageLB.Dispatcher.DeadLetters;

/// <summary>How far a pass over a group's dead letters is. Written by the pass, read by anybody at any time.</summary>
public sealed class PassTally
{
    private long _total;
    private long _looked;
    private long _taken;
    private long _kept;
    private long _cameBack;

    /// <summary>Dead letters that were there at the start: so many the pass looks at, at most.</summary>
    public long Total => Volatile.Read(ref _total);

    /// <summary>Dead letters that it has looked at.</summary>
    public long Looked => Volatile.Read(ref _looked);

    /// <summary>Dead letters that have left the queue: replayed, or purged.</summary>
    public long Taken => Volatile.Read(ref _taken);

    /// <summary>Dead letters that were not meant, and were put at the end of the queue.</summary>
    public long Kept => Volatile.Read(ref _kept);

    /// <summary>Messages of this replay that have become dead letters again.</summary>
    public long CameBack => Volatile.Read(ref _cameBack);

    internal void Begin(long total)
    {
        Volatile.Write(ref _total, total);
        Volatile.Write(ref _looked, 0);
        Volatile.Write(ref _taken, 0);
        Volatile.Write(ref _kept, 0);
        Volatile.Write(ref _cameBack, 0);
    }

    internal void Look() => Interlocked.Increment(ref _looked);

    internal void Take() => Interlocked.Increment(ref _taken);

    internal void Keep() => Interlocked.Increment(ref _kept);

    internal void ComeBack() => Interlocked.Increment(ref _cameBack);
}

namespace MessageLB.CommandLine.Commands.Bench.Throughput;

/// <summary>Looks at the working set of this process ten times a second until it is disposed. Thread-safe.</summary>
internal sealed class MemoryPeak : IDisposable
{
    // A look allocates, and what is allocated is measured too: ten a second are some bytes for each message.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    private readonly ITimer _timer;
    private long _largest;

    public MemoryPeak(TimeProvider time) => _timer = time.CreateTimer(_ => Look(), null, TimeSpan.Zero, BetweenLooks);

    /// <summary>Largest working set seen, now included, in bytes.</summary>
    public long Look()
    {
        var now = Environment.WorkingSet;
        for (var seen = Volatile.Read(ref _largest); seen < now;)
        {
            var current = Interlocked.CompareExchange(ref _largest, now, seen);
            if (current == seen) return now;
            seen = current;
        }

        return Volatile.Read(ref _largest);
    }

    public void Dispose() => _timer.Dispose();
}

namespace MessageLB.Worker.Fencing;

/// <summary>
/// Whether the worker itself was there all the time. Who drives the heartbeats says when it wants to run next; when anybody looks at the
/// clock much later than that and it has not run yet, the process was paused (stopped, its machine frozen, a long collection): what it
/// knew of the world before may no longer be so. Costs one read on the path of a message. Thread-safe.
/// </summary>
/// <param name="time">Clock.</param>
/// <param name="paused">Told of each pause and its least length, by whoever noticed it first. Must not throw or block.</param>
internal sealed class Attendance(TimeProvider time, Action<TimeSpan> paused)
{
    /// <summary>Lateness that is no pause yet. A false alarm costs one round trip to the broker.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(250);

    private long _expectedBy = long.MaxValue;
    private long _resumedAt = long.MinValue;

    /// <summary>Timestamp at which the last pause was noticed.</summary>
    public long ResumedAt => Volatile.Read(ref _resumedAt);

    /// <summary>The driver has run and wants to run again within this time; <see cref="Timeout.InfiniteTimeSpan"/> for when it is woken.</summary>
    public void Expect(TimeSpan within)
    {
        var now = time.GetTimestamp();
        Look(now); // a pause in the middle of the driver's run would otherwise be forgotten here
        Volatile.Write(ref _expectedBy, within < TimeSpan.Zero ? long.MaxValue : now + Timestamps(within + Tolerance));
    }

    /// <summary>Looks at the clock.</summary>
    public void Look(long now)
    {
        var expectedBy = Volatile.Read(ref _expectedBy);
        if (now <= expectedBy) return;

        // Before the new expectation: whoever sees that one must see that there was a pause.
        for (var seen = ResumedAt; seen < now;) seen = Interlocked.CompareExchange(ref _resumedAt, now, seen) is var found && found == seen ? now : found;
        if (Interlocked.CompareExchange(ref _expectedBy, now + Timestamps(Tolerance), expectedBy) != expectedBy) return;
        paused(time.GetElapsedTime(expectedBy, now) + Tolerance);
    }

    private long Timestamps(TimeSpan duration) => (long)((Int128)duration.Ticks * time.TimestampFrequency / TimeSpan.TicksPerSecond);
}

using MessageLB.Core.Routing;
using MessageLB.Dispatcher.Status;

namespace MessageLB.Dispatcher.Shadowing;

/// <summary>What a group's shadow policy would have done since the dispatcher's start. Thread-safe.</summary>
internal sealed class ShadowCounters
{
    private const double NanosecondsPerSecond = 1e9;

    private long _agreed;
    private long _differed;
    private long _failed;
    private long _expected;
    private long _savedNanoseconds;
    private long _lostNanoseconds;

    public void Count(in ShadowVerdict verdict)
    {
        if (verdict.Agrees) Interlocked.Increment(ref _agreed);
        else Interlocked.Increment(ref _differed);
        if (verdict.GainSeconds is not { } gain) return;
        Interlocked.Increment(ref _expected);
        if (gain > 0) Interlocked.Add(ref _savedNanoseconds, Nanoseconds(gain));
        else if (gain < 0) Interlocked.Add(ref _lostNanoseconds, Nanoseconds(-gain));
    }

    public void CountFailed() => Interlocked.Increment(ref _failed);

    public ShadowStatus Read(string policy)
    {
        var (agreed, differed) = (Interlocked.Read(ref _agreed), Interlocked.Read(ref _differed));
        var (saved, lost) = (Interlocked.Read(ref _savedNanoseconds), Interlocked.Read(ref _lostNanoseconds));
        var expected = Interlocked.Read(ref _expected);
        return new ShadowStatus(
            policy,
            agreed,
            differed,
            Interlocked.Read(ref _failed),
            Time(saved),
            Time(lost),
            agreed + differed == 0 ? null : (double)agreed / (agreed + differed),
            expected == 0 ? null : Time((saved - lost) / expected));
    }

    private static long Nanoseconds(double seconds) => (long)Math.Round(Math.Min(seconds, 1e6) * NanosecondsPerSecond);

    private static TimeSpan Time(long nanoseconds) => new(nanoseconds / TimeSpan.NanosecondsPerTick);
}

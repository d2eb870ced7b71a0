namespace MessageLB.Core.Health;

/// <summary>
/// A clock that runs only while the dispatcher really attends: with the broker in contact and its own loop on time. Ages measured on
/// it never blame a worker for the dispatcher's own pause or for a broker that was away (the idea of Lifeguard's local health, and of
/// Orleans' LocalSiloHealthMonitor). One thread.
/// </summary>
/// <param name="longestStep">Most that one step may count; the rest of a longer step was inattention.</param>
public sealed class AttendedClock(TimeSpan longestStep)
{
    private TimeSpan _last;

    /// <summary>Attended time since the beginning.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>Moves on to <paramref name="elapsed"/>, the real time since the beginning.</summary>
    /// <param name="elapsed">Monotonic time since the clock was made.</param>
    /// <param name="attending">Whether the broker was in contact since the last step.</param>
    public TimeSpan Advance(TimeSpan elapsed, bool attending)
    {
        var step = elapsed - _last;
        _last = elapsed;
        if (attending && step > TimeSpan.Zero) Now += step < longestStep ? step : longestStep;
        return Now;
    }
}

namespace MessageLB.Core.Credit;

/// <summary>
/// How late the news of a destination's completions is, quick up and slow down: what its workers say of it, or else the time between
/// their reports while there is work, since a completion may be as old as that. At most a second. One thread.
/// </summary>
internal sealed class FeedbackDelay
{
    private const double ShortestGap = 0.001;
    private const double Longest = 1;
    private const double GainUp = 0.2;
    private const double GainDown = 0.05;

    /// <summary>The delay in seconds; 5 ms until something is known.</summary>
    public double Seconds { get; private set; } = 0.005;

    /// <summary>Takes in a report that told of settled messages.</summary>
    /// <param name="gap">Time since the report before it.</param>
    /// <param name="oldestMs">Age of the oldest settled message it told of, in milliseconds; null if the worker does not say.</param>
    /// <param name="busy">Whether the worker has messages.</param>
    public void Add(TimeSpan gap, double? oldestMs, bool busy)
    {
        var seconds = oldestMs is { } age ? Math.Min(age / 1000, Longest) : Math.Clamp(gap.TotalSeconds, ShortestGap, Longest);
        // A long gap before an idle worker's report is the wait for a message, not for the report.
        if (oldestMs is null && !busy && seconds > Seconds) return;
        Seconds += (seconds - Seconds) * (seconds > Seconds ? GainUp : GainDown);
    }
}

namespace MessageLB.Core.Credit;

/// <summary>
/// How old a destination's books may be: the time between its reports while there is work, quick up and slow down. Between 1 and
/// 100 ms. One thread.
/// </summary>
internal sealed class FeedbackDelay
{
    private const double Shortest = 0.001;
    private const double Longest = 0.1;
    private const double GainUp = 0.2;
    private const double GainDown = 0.05;

    /// <summary>The delay in seconds; 5 ms until something is known.</summary>
    public double Seconds { get; private set; } = 0.005;

    /// <summary>Takes in the time between two reports, the second of which told of settled messages.</summary>
    public void Add(TimeSpan gap, bool busy)
    {
        var seconds = Math.Clamp(gap.TotalSeconds, Shortest, Longest);
        // A long gap before an idle worker's report is the wait for a message, not for the report.
        if (!busy && seconds > Seconds) return;
        Seconds += (seconds - Seconds) * (seconds > Seconds ? GainUp : GainDown);
    }
}

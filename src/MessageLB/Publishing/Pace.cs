namespace MessageLB.CommandLine.Publishing;

/// <summary>
/// When messages are due. With a rate it is a schedule fixed in advance (an open loop), so that a publisher that falls behind
/// shows in the response times instead of hiding in them.
/// </summary>
/// <param name="perSecond">Messages per second; 0 for as fast as possible.</param>
/// <param name="time">Clock.</param>
/// <param name="first">Number of the message that is due at once.</param>
internal sealed class Pace(double perSecond, TimeProvider time, long first = 0)
{
    private readonly long _start = time.GetTimestamp();

    /// <summary>When the message is due, as a timestamp.</summary>
    public long DueAt(long number) => perSecond > 0
        ? _start + (long)((number - first) / perSecond * time.TimestampFrequency)
        : time.GetTimestamp();

    /// <summary>Time left until then; zero or less if it is due.</summary>
    public TimeSpan Until(long due) => time.GetElapsedTime(time.GetTimestamp(), due);
}

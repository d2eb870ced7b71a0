namespace MessageLB.Core.Heartbeats;

/// <summary>
/// Service time of a destination from what its heartbeats report, in the spirit of a peak EWMA (Finagle's PeakEwma): quick to believe
/// bad news, slow to believe good news. How quick depends on the evidence: the mean of a few messages is mostly chance, and an
/// estimate that jumped to every chance maximum would rank workers by luck. Not thread-safe.
/// </summary>
public sealed class ServiceTimeEstimate
{
    /// <summary>Time constant of good news that comes in few messages.</summary>
    public static readonly TimeSpan Decay = TimeSpan.FromSeconds(10);

    /// <summary>Silence after which <see cref="Hopeful"/> is halved, so that a worker that was slow once is tried again.</summary>
    public static readonly TimeSpan IdlePeriod = TimeSpan.FromSeconds(10);

    // Messages that move the estimate halfway, upwards and downwards.
    private const double HalfwayUp = 16;
    private const double HalfwayDown = 64;

    private TimeSpan _updated;
    private TimeSpan _halved;

    /// <summary>The estimate in seconds, as last measured; 0 if nothing is known.</summary>
    public double Seconds { get; private set; }

    /// <summary>
    /// The estimate for choosing among destinations: as measured, but halved for every <see cref="IdlePeriod"/> of silence. Not for
    /// windows: hope is a reason to try a worker, not to send it hundreds of messages.
    /// </summary>
    public double Hopeful { get; private set; }

    /// <summary>Takes in a report.</summary>
    /// <param name="meanSeconds">Mean service time of the reported messages.</param>
    /// <param name="count">Number of the reported messages.</param>
    /// <param name="now">Time of the report, on a clock that never steps.</param>
    public void Add(double meanSeconds, long count, TimeSpan now)
    {
        if (count <= 0 || !double.IsFinite(meanSeconds) || meanSeconds < 0) return;
        if (Seconds <= 0) Seconds = meanSeconds;
        else if (meanSeconds > Seconds) Seconds += (meanSeconds - Seconds) * count / (count + HalfwayUp);
        else Seconds += (meanSeconds - Seconds) * Math.Max(count / (count + HalfwayDown), 1 - Math.Exp(-(now - _updated) / Decay));
        Hopeful = Seconds;
        _updated = _halved = now;
    }

    /// <summary>Halves <see cref="Hopeful"/> when a period has passed in silence. Call while the destination has nothing in flight.</summary>
    public void Idle(TimeSpan now)
    {
        if (Hopeful <= 0 || now - _halved < IdlePeriod) return;
        Hopeful /= 2;
        _halved = now;
    }
}

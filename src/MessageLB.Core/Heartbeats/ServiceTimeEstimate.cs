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

    /// <summary>Longest mean that is believed; a longer one counts as this.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    // Messages that move the estimate halfway, upwards and downwards.
    private const double HalfwayUp = 16;
    private const double HalfwayDown = 64;

    // A millionth: before any other worker, and never so little that it becomes nothing, which would mean unknown.
    private const int MostHalvings = 20;

    private TimeSpan _updated;
    private TimeSpan _halved;
    private int _halvings;

    /// <summary>The estimate in seconds, as last measured; 0 if nothing is known.</summary>
    public double Seconds { get; private set; }

    /// <summary>
    /// The estimate for choosing among destinations: as measured, but halved for every <see cref="IdlePeriod"/> of silence. Not for
    /// windows: hope is a reason to try a worker, not to send it hundreds of messages.
    /// </summary>
    public double Hopeful => Math.ScaleB(Seconds, -_halvings);

    /// <summary>Takes in a report.</summary>
    /// <param name="meanSeconds">Mean service time of the reported messages.</param>
    /// <param name="count">Number of the reported messages.</param>
    /// <param name="now">Time of the report, on a clock that never steps.</param>
    public void Add(double meanSeconds, long count, TimeSpan now)
    {
        if (count <= 0 || !double.IsFinite(meanSeconds) || meanSeconds < 0) return;
        var mean = Math.Min(meanSeconds, Longest.TotalSeconds);
        if (Seconds <= 0) Seconds = mean;
        else if (mean > Seconds) Seconds += (mean - Seconds) * count / (count + HalfwayUp);
        else Seconds += (mean - Seconds) * Math.Max(count / (count + HalfwayDown), 1 - Math.Exp(-(now - _updated) / Decay));
        _updated = _halved = now;
        _halvings = 0;
    }

    /// <summary>Halves <see cref="Hopeful"/> when a period has passed in silence. Call while the destination has nothing in flight.</summary>
    public void Idle(TimeSpan now)
    {
        if (Seconds <= 0 || _halvings == MostHalvings || now - _halved < IdlePeriod) return;
        _halvings++;
        _halved = now;
    }
}

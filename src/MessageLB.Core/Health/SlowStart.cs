namespace MessageLB.Core.Health;

/// <summary>
/// Brings a destination that joins or returns back step by step: what it gets grows from a small part to all over a time. Multiply both its
/// weight and its window by <see cref="Factor"/>, as HAProxy does; the curve is Envoy's,
/// <c>max(from, (elapsed / duration)^(1 / aggression))</c>. Not to be begun at the dispatcher's own start, when nobody is new. One thread.
/// </summary>
internal sealed class SlowStart
{
    /// <summary>Usual duration.</summary>
    public static readonly TimeSpan DefaultDuration = TimeSpan.FromSeconds(30);

    /// <summary>Usual part to begin with.</summary>
    public const double DefaultFrom = 0.1;

    private readonly TimeSpan _duration;
    private readonly double _from;
    private readonly double _exponent;
    private TimeSpan _began;
    private TimeSpan _ends;

    /// <summary>Creates one that is over.</summary>
    /// <param name="duration">Time until all. <value>0 or more; 0: at once.</value></param>
    /// <param name="from">Part to begin with. <value>Above 0, to 1.</value></param>
    /// <param name="aggression">
    /// Shape: 1 grows evenly, more grows faster in the beginning, less more slowly. <value>Above 0, default 1.</value>
    /// </param>
    public SlowStart(TimeSpan duration, double from, double aggression = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(from);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(aggression);
        _duration = duration;
        _from = from;
        _exponent = 1 / aggression;
    }

    /// <summary>Begins, or begins anew.</summary>
    public void Begin(TimeSpan now)
    {
        _began = now;
        _ends = now + _duration;
    }

    /// <summary>Part of its weight and window to use. <value>Above 0, to 1.</value></summary>
    public double Factor(TimeSpan now) => IsOver(now) ? 1 : Math.Max(_from, Math.Pow((now - _began) / _duration, _exponent));

    /// <summary>Whether all is used.</summary>
    public bool IsOver(TimeSpan now) => now >= _ends;
}

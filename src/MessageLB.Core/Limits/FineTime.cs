namespace MessageLB.Core.Limits;

/// <summary>
/// Time in 1024ths of a tick, so that intervals such as a third of a second add up to full seconds: the error of one is below 50 ps.
/// Good for 28 years since the fixed moment.
/// </summary>
internal static class FineTime
{
    private const int Shift = 10;

    public static long Of(TimeSpan time) => time.Ticks << Shift;

    /// <summary>Up to the next full tick, so that what is due then really is.</summary>
    public static TimeSpan ToTime(long fine) => TimeSpan.FromTicks((fine + (1 << Shift) - 1) >> Shift);

    /// <summary>Time between two at a rate per second; at most a year.</summary>
    public static long Interval(double perSecond)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perSecond);
        const double second = (double)(TimeSpan.TicksPerSecond << Shift);
        return (long)Math.Round(Math.Min(second / perSecond, second * 365 * 86_400));
    }
}

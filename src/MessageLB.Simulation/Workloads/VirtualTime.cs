namespace MessageLB.Simulation.Workloads;

/// <summary>
/// Virtual time: nanoseconds since the start of arrivals, as a number. Whole numbers, because events at the same time must be equal, and
/// not nearly so. Half a nanosecond of rounding is 0.05 % of the shortest mean service time.
/// </summary>
internal static class VirtualTime
{
    /// <summary>Later than everything.</summary>
    public const long Never = long.MaxValue;

    public const double PerSecond = 1e9;

    // 146 years, so that sums of two times do not overflow.
    private const double Longest = long.MaxValue / 2.0;

    public static long FromSeconds(double seconds) => Round(seconds * PerSecond);

    public static long From(TimeSpan time) => Round(time.Ticks * 100.0);

    public static long Round(double nanoseconds) => nanoseconds >= Longest ? (long)Longest : (long)(nanoseconds + 0.5);

    public static double ToSeconds(long time) => time / PerSecond;

    /// <summary>The same for Core.</summary>
    public static TimeSpan ToTimeSpan(long time) => new(time / 100);
}

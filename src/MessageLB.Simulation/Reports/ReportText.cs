using System.Globalization;

namespace MessageLB.Simulation;

/// <summary>Figures as reports write them: the same on every machine. Pure and thread-safe.</summary>
public static class ReportText
{
    private const string Unknown = "–";

    /// <summary>A time in the unit that suits it, to three digits: <c>12.3 ms</c>.</summary>
    public static string Time(double seconds)
    {
        if (!double.IsFinite(seconds)) return Unknown;
        return Math.Abs(seconds) switch
        {
            0 => "0 ms",
            < 0.000_999_5 => $"{Digits(seconds * 1_000_000)} µs",
            < 0.999_5 => $"{Digits(seconds * 1000)} ms",
            _ => $"{Digits(seconds)} s",
        };
    }

    /// <summary>A time on an axis: <c>5 ms</c>, <c>2.5 ms</c>.</summary>
    public static string TickTime(double seconds) => Time(seconds).Replace(".00 ", " ", StringComparison.Ordinal).Replace(".0 ", " ", StringComparison.Ordinal);

    /// <summary>A ratio with the half width of its interval: <c>0.784 ±0.012</c>.</summary>
    public static string Ratio(Estimate ratio) => ratio.HalfWidth > 0 ? $"{Ratio(ratio.Value)} ±{Ratio(ratio.HalfWidth)}" : Ratio(ratio.Value);

    /// <summary>A ratio on an axis: <c>1</c>, <c>0.75</c>.</summary>
    public static string TickRatio(double ratio) => ratio.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A ratio: <c>0.784</c>, <c>12.3</c>, <c>456</c>.</summary>
    public static string Ratio(double ratio) => !double.IsFinite(ratio)
        ? Unknown
        : ratio.ToString(Math.Abs(ratio) switch { < 9.9995 => "0.000", < 99.95 => "0.0", _ => "#,0" }, CultureInfo.InvariantCulture);

    /// <summary>A part of the whole: <c>54.3 %</c>.</summary>
    public static string Share(double share) => double.IsFinite(share) ? share.ToString("0.0 %", CultureInfo.InvariantCulture) : Unknown;

    /// <summary>A part of the whole on an axis: <c>25 %</c>, <c>2.5 %</c>.</summary>
    public static string Percent(double share) => share.ToString("0.# %", CultureInfo.InvariantCulture);

    /// <summary>A part of the whole that is nearly all of it: <c>99.93 %</c>.</summary>
    public static string Success(double success) => double.IsFinite(success) ? success.ToString("0.00 %", CultureInfo.InvariantCulture) : Unknown;

    /// <summary>A number: <c>200,000</c>.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A value of a sweep: <c>0.7</c>, <c>5.00 ms</c>, <c>4</c>.</summary>
    public static string SweepValue(SweepParameter parameter, double value) =>
        parameter == SweepParameter.FeedbackDelay ? Time(value) : value.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>What a sweep varies, in words.</summary>
    public static string SweepName(SweepParameter parameter) => parameter switch
    {
        SweepParameter.Load => "load",
        SweepParameter.FeedbackDelay => "feedback delay",
        _ => "dispatchers",
    };

    private static string Digits(double value) =>
        value.ToString(Math.Abs(value) switch { < 9.995 => "0.00", < 99.95 => "0.0", _ => "#,0" }, CultureInfo.InvariantCulture);
}

using MessageLB.Core.Performance;

namespace MessageLB.Web.Performance;

/// <summary>One measure of a window.</summary>
/// <param name="Value">Over the whole window; null if nothing tells.</param>
/// <param name="Trend"><c>rising</c> or <c>falling</c>; null if there is no trend beyond chance.</param>
/// <param name="TrendPerMinute">Change in a minute; null without a trend.</param>
/// <param name="Anomalous">Whether the latest twelfth of the window is out of the ordinary.</param>
public sealed record MetricResponse(double? Value, string? Trend, double? TrendPerMinute, bool Anomalous)
{
    private const int Digits = 4;

    /// <summary>Copies what the dispatcher tells.</summary>
    /// <param name="reading">What it tells.</param>
    /// <param name="scale">What the unit is multiplied by.</param>
    public static MetricResponse From(MetricReading reading, double scale = 1) => new(
        Round(reading.Value * scale),
        reading.HasTrend ? reading.TrendScore > 0 ? "rising" : "falling" : null,
        reading.HasTrend ? Round(reading.TrendPerMinute * scale) : null,
        reading.IsAnomalous);

    private static double? Round(double? value) => value is { } given ? Math.Round(given, Digits) : null;
}

namespace MessageLB.Core.Performance;

/// <summary>One measure of a window: what it is, where it goes, and whether it has just left its usual range.</summary>
/// <param name="Value">Over the whole window; null if nothing tells.</param>
/// <param name="TrendPerMinute">Its change in a minute, from step to step of the window.</param>
/// <param name="TrendScore">How certain the trend is: see <see cref="Trend.Score"/>.</param>
/// <param name="AnomalyScore">How far the latest step lies from those before it: see <see cref="RobustScore"/>.</param>
public readonly record struct MetricReading(double? Value, double TrendPerMinute, double TrendScore, double AnomalyScore)
{
    /// <summary>Whether the trend is more than chance.</summary>
    public bool HasTrend => Math.Abs(TrendScore) >= Trend.Significant;

    /// <summary>Whether the latest step is out of the ordinary.</summary>
    public bool IsAnomalous => Math.Abs(AnomalyScore) >= RobustScore.Anomalous;

    /// <summary>Reads a measure.</summary>
    /// <param name="value">Over the whole window.</param>
    /// <param name="steps">In each step that tells it, the oldest first.</param>
    /// <param name="step">Length of a step.</param>
    /// <param name="leastSpread">Smallest spread that counts: see <see cref="RobustScore.Of"/>.</param>
    internal static MetricReading Of(double? value, ReadOnlySpan<double> steps, TimeSpan step, double leastSpread)
    {
        if (steps.Length == 0) return new MetricReading(value, 0, 0, 0);
        var trend = Trend.Of(steps);
        return new MetricReading(value, trend.Slope / step.TotalMinutes, trend.Score, RobustScore.Of(steps[^1], steps[..^1], leastSpread));
    }
}

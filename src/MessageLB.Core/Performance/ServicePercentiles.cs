namespace MessageLB.Core.Performance;

/// <summary>Percentiles of the handling times in a window, in seconds, as far as workers tell them; off by what <see cref="Measurement.TimeBuckets"/> says.</summary>
/// <param name="Messages">Messages whose times are known; they may be told of some seconds later than that they are done.</param>
/// <param name="P50">Median.</param>
/// <param name="P95">95th percentile.</param>
/// <param name="P99">99th percentile; of fewer than a hundred messages, the longest time.</param>
public sealed record ServicePercentiles(long Messages, MetricReading P50, MetricReading P95, MetricReading P99)
{
    /// <summary>Nobody tells.</summary>
    public static readonly ServicePercentiles Unknown = new(0, default, default, default);

    /// <summary>Which percentiles these are, as parts, in their order.</summary>
    internal static readonly IReadOnlyList<double> Parts = [0.5, 0.95, 0.99];
}

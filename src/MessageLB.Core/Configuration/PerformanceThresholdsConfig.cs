namespace MessageLB.Core.Configuration;

/// <summary>Limits of performance; null means no limit.</summary>
public sealed record PerformanceThresholdsConfig
{
    /// <summary>Longest response time. <value>100 µs to 24 h.</value></summary>
    public TimeSpan? ResponseTime { get; init; }

    /// <summary>
    /// What is compared with <see cref="ResponseTime"/>. Where workers do not tell their handling times one by one it is the mean in any case. Default
    /// <see cref="Configuration.ResponseTimeMeasure.Mean"/>.
    /// </summary>
    public ResponseTimeMeasure ResponseTimeMeasure { get; init; }

    /// <summary>Lowest throughput per second. <value>0 to 10^12.</value></summary>
    public double? Throughput { get; init; }

    /// <summary>Highest part of failed messages. <value>0 to 1.</value></summary>
    public double? ErrorRate { get; init; }

    /// <summary>Lowest part of the time in which a destination can take messages. <value>0 to 1.</value></summary>
    public double? Availability { get; init; }
}

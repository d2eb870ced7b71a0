namespace MessageLB.CommandLine.Commands.Dev;

/// <summary>Percentiles in milliseconds.</summary>
/// <param name="P50">Median.</param>
/// <param name="P99">99th percentile.</param>
internal sealed record DevLatency(double P50, double P99);

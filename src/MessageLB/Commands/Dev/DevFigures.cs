namespace MessageLB.CommandLine.Commands.Dev;

/// <summary>Figures of one destination, or of all. Times run from when a message was due to be published to its completion.</summary>
/// <param name="Done">Messages completed.</param>
/// <param name="P50">Median over the whole run.</param>
/// <param name="P99">99th percentile over the whole run.</param>
/// <param name="Rate">Messages completed per second lately.</param>
/// <param name="RecentP50">Median lately.</param>
/// <param name="RecentP99">99th percentile lately.</param>
internal sealed record DevFigures(long Done, TimeSpan P50, TimeSpan P99, double Rate, TimeSpan RecentP50, TimeSpan RecentP99);

namespace MessageLB.CommandLine.Commands.Bench.Failover;

/// <summary>A time that a fault measures.</summary>
/// <param name="Name">Its name in the report, with its unit.</param>
/// <param name="Words">What it is, for a person.</param>
/// <param name="TargetMs">What its 99th percentile should not exceed, in milliseconds; null: it is only told.</param>
internal sealed record FailoverFigure(string Name, string Words, double? TargetMs);

namespace MessageLB.CommandLine.Commands.Dev;

/// <summary>One destination in the summary.</summary>
/// <param name="Name">Name.</param>
/// <param name="Completed">Messages completed there first.</param>
/// <param name="Share">Part of all messages completed.</param>
/// <param name="P99Ms">99th percentile.</param>
internal sealed record DevDestination(string Name, long Completed, double Share, double P99Ms);

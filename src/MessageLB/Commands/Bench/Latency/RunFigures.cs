namespace MessageLB.CommandLine.Commands.Bench.Latency;

/// <summary>One shape measured once.</summary>
/// <param name="Messages">Messages measured.</param>
/// <param name="Duplicates">Completions beyond the first of a message.</param>
/// <param name="ResponseMs">Times from when messages were due to be published to their completion.</param>
/// <param name="PublishLagMs">How much later than that they were published.</param>
/// <param name="WaitErrorMs">How much longer than they should the workers' waits took.</param>
/// <param name="Shares">Part of each worker.</param>
internal sealed record RunFigures(
    int Messages,
    int Duplicates,
    LatencyFigures ResponseMs,
    LatencyFigures PublishLagMs,
    LatencyFigures WaitErrorMs,
    IReadOnlyList<double> Shares);

using MessageLB.Transport;

namespace MessageLB.CommandLine.Commands.Bench.Latency;

/// <summary>What a shape works with while it is measured once.</summary>
/// <param name="Group">Name of the group, of this run alone.</param>
/// <param name="Options">What is measured.</param>
/// <param name="Workload">The messages.</param>
/// <param name="Books">Where completions go.</param>
/// <param name="Transport">The broker.</param>
/// <param name="Timer">Wakes from waits.</param>
/// <param name="Time">Clock.</param>
/// <param name="Note">Takes warnings.</param>
internal sealed record LatencyStage(
    string Group,
    LatencyOptions Options,
    Workload Workload,
    LatencyBooks Books,
    ITransport Transport,
    PreciseTimer Timer,
    TimeProvider Time,
    Action<string> Note)
{
    /// <summary>The work of a worker.</summary>
    public TimedWork WorkOf(int worker) => new(Options.Speeds[worker], Timer, Time);
}

using System.Diagnostics;

namespace MessageLB.CommandLine.Commands.Bench.Processes;

/// <summary>What the system says of a process at a moment.</summary>
/// <param name="ProcessorTime">Processor time used since its start, user and system together.</param>
/// <param name="WorkingSet">Memory in use, in bytes.</param>
/// <param name="PeakWorkingSet">Most of it since its start, in bytes.</param>
internal readonly record struct ProcessReading(TimeSpan ProcessorTime, long WorkingSet, long PeakWorkingSet)
{
    /// <param name="id">Number of a process that runs.</param>
    public static ProcessReading Of(int id)
    {
        using var process = Process.GetProcessById(id);
        return new ProcessReading(process.TotalProcessorTime, process.WorkingSet64, process.PeakWorkingSet64);
    }
}

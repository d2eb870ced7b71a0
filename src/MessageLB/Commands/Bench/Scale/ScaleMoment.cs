using MessageLB.CommandLine.Commands.Bench.Processes;

namespace MessageLB.CommandLine.Commands.Bench.Scale;

/// <summary>What the dispatcher had used by a moment.</summary>
/// <param name="At">The moment.</param>
/// <param name="SinceStartMs">Time since its process was started, in milliseconds.</param>
/// <param name="CpuMs">Processor time used by then, in milliseconds.</param>
/// <param name="WorkingSetMb">Memory in use, in millions of bytes.</param>
/// <param name="PeakWorkingSetMb">Most of it up to then.</param>
internal sealed record ScaleMoment(string At, double SinceStartMs, double CpuMs, double WorkingSetMb, double PeakWorkingSetMb)
{
    private const double Megabyte = 1e6;

    /// <param name="at">The moment.</param>
    /// <param name="since">Time since its process was started.</param>
    /// <param name="reading">What the system says.</param>
    public static ScaleMoment Of(string at, TimeSpan since, in ProcessReading reading) => new(
        at,
        Math.Round(since.TotalMilliseconds),
        Math.Round(reading.ProcessorTime.TotalMilliseconds),
        Math.Round(reading.WorkingSet / Megabyte, 1),
        Math.Round(reading.PeakWorkingSet / Megabyte, 1));
}

using MessageLB.CommandLine.Terminals;
using MessageLB.Simulation;

namespace MessageLB.CommandLine.Commands.Simulate;

/// <summary>One line on standard error that is written over again and again while somebody looks, and gone at the end. Thread-safe.</summary>
internal sealed class SimulateProgress(Terminal terminal) : IProgress<SimulationProgress>, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private const string ClearLine = "\r\u001b[K";

    private readonly Lock _lock = new();
    private long _last;
    private bool _written;
    private bool _over;

    /// <summary>Whether anybody looks.</summary>
    public bool IsShown { get; } = terminal.ErrorIsInteractive && terminal.Variable("TERM") != "dumb";

    /// <inheritdoc />
    public void Report(SimulationProgress value)
    {
        lock (_lock)
        {
            if (_over || (_written && terminal.Time.GetElapsedTime(_last) < Interval)) return;
            (_last, _written) = (terminal.Time.GetTimestamp(), true);
            terminal.Error.Write($"{ClearLine}run {ReportText.Count(value.RunsDone + 1)} of {ReportText.Count(value.Runs)}: {value.Case}, seed {ReportText.Count(value.Seed)}   {ReportText.Count(value.Messages)} messages");
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            // A report that is still on its way must not write into what follows.
            _over = true;
            if (_written) terminal.Error.Write(ClearLine);
        }
    }
}

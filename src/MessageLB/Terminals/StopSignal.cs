using System.Runtime.InteropServices;

namespace MessageLB.CommandLine.Terminals;

/// <summary>
/// Turns Ctrl-C and SIGTERM into a request for a graceful end; the second of them ends the process at once, because whoever
/// asks twice does not want to wait.
/// </summary>
internal sealed class StopSignal : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private int _received;

    public StopSignal()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _stop.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _received) > 1) Environment.Exit(ExitCodes.Interrupted);

        // Not on the runtime's signal thread: what the token wakes may take its time, and the second signal must get through.
        _ = _stop.CancelAsync();
    }
}

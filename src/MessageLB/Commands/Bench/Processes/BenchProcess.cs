using System.Diagnostics;
using System.Runtime.InteropServices;
using MessageLB.CommandLine.Transports;
using MessageLB.Core.Configuration;

namespace MessageLB.CommandLine.Commands.Bench.Processes;

/// <summary>
/// This same program in a process of its own: a worker or a dispatcher to which faults are done. Signalled by its process id, and killed at the
/// end if it still runs.
/// </summary>
internal sealed class BenchProcess : IAsyncDisposable
{
    // Their numbers on Linux; the runtime sends no signals but the one that kills.
    private const int SigTerm = 15;
    private const int SigStop = 19;
    private const int SigCont = 18;

    private readonly Process _process;
    private volatile string? _lastLine;

    private BenchProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => _lastLine = e.Data ?? _lastLine;
        _process.ErrorDataReceived += (_, e) => _lastLine = e.Data ?? _lastLine;
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Whether a process can be stopped and continued on this system.</summary>
    public static bool CanStop => OperatingSystem.IsLinux();

    /// <summary>What it said last.</summary>
    public string? LastLine => _lastLine;

    public bool HasExited => _process.HasExited;

    /// <summary>What it uses. It must run.</summary>
    public ProcessReading Read() => ProcessReading.Of(_process.Id);

    /// <param name="broker">Address with credentials; it goes into the environment, because anybody can read a command line.</param>
    /// <param name="arguments">Command and options.</param>
    public static BenchProcess Start(ClusterAddress broker, IEnumerable<string> arguments)
    {
        var program = Environment.ProcessPath ?? throw new CommandFailedException(ExitCodes.Software, "The path of this program is not known, so that no process can be started.");
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        // Run as `dotnet messagelb.dll`, the program is dotnet.
        if (Path.GetFileNameWithoutExtension(program) == "dotnet") start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment[BrokerAddressOption.Variable] = broker.Text;
        return new BenchProcess(start);
    }

    /// <summary>Asks it to stop (SIGTERM) and waits until it has.</summary>
    public async Task StopAsync(CancellationToken stop)
    {
        Signal(_process.Id, SigTerm);
        await _process.WaitForExitAsync(stop);
    }

    /// <summary>Sends SIGKILL.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Stops it in its tracks (SIGSTOP).</summary>
    public void Suspend() => Signal(_process.Id, SigStop);

    /// <summary>Lets it go on (SIGCONT).</summary>
    public void Resume() => Signal(_process.Id, SigCont);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    /// <summary>Sends a signal to a process.</summary>
    public static void Signal(int process, int signal)
    {
        if (SendSignal(process, signal) != 0) throw new CommandFailedException(ExitCodes.Software, $"Process {process} took no signal {signal}.");
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}

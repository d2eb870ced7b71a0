using System.Diagnostics;
using System.Globalization;
using MessageLB.CommandLine.Transports;
using MessageLB.Core.Configuration;

namespace MessageLB.CommandLine.Commands.Bench.Failover;

/// <summary>A worker in a process of its own: <c>messagelb worker</c>, this same program. Killed by its process id, and at the end if it still runs.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private volatile string? _lastLine;

    private WorkerProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => _lastLine = e.Data ?? _lastLine;
        _process.ErrorDataReceived += (_, e) => _lastLine = e.Data ?? _lastLine;
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What it said last.</summary>
    public string? LastLine => _lastLine;

    public bool HasExited => _process.HasExited;

    /// <param name="broker">Address with credentials; it goes into the environment, because anybody can read a command line.</param>
    /// <param name="group">Group.</param>
    /// <param name="name">Destination.</param>
    /// <param name="options">What is measured.</param>
    /// <param name="record">File of completions.</param>
    public static WorkerProcess Start(ClusterAddress broker, string group, string name, FailoverOptions options, string record)
    {
        var program = Environment.ProcessPath ?? throw new CommandFailedException(ExitCodes.Software, "The path of this program is not known, so that no worker can be started.");
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        // Run as `dotnet messagelb.dll`, the program is dotnet.
        if (Path.GetFileNameWithoutExtension(program) == "dotnet") start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        var work = string.Create(CultureInfo.InvariantCulture, $"const:{options.Work.TotalMilliseconds:0.###}ms");
        foreach (var argument in (string[])["worker", "--group", group, "--name", name, "--concurrency", options.Concurrency.ToString(CultureInfo.InvariantCulture), "--work", work, "--record", record])
            start.ArgumentList.Add(argument);
        start.Environment[BrokerAddressOption.Variable] = broker.Text;
        return new WorkerProcess(start);
    }

    /// <summary>Sends SIGKILL.</summary>
    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }
}

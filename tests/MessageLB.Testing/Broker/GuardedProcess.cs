using System.Diagnostics;
using System.Globalization;

namespace MessageLB.Testing;

/// <summary>
/// A child process that cannot outlive this one, even if this one is killed: a small shell stands between them and kills the
/// child when the pipe from here closes.
/// </summary>
internal sealed class GuardedProcess : IAsyncDisposable
{
    // Standard input is a command line: TERM asks the child to stop, end of file kills it. A background job's own standard
    // input is /dev/null in a shell, hence the detour over descriptor 3.
    private const string Guard = """
        exec 3<&0 2>/dev/null
        "$@" </dev/null >/dev/null 2>>"$GUARDED_ERRORS" 3<&- &
        child=$!
        echo $child
        (
          read command <&3 && kill -TERM $child 2>/dev/null && read command <&3
          kill -KILL $child 2>/dev/null
        ) &
        guard=$!
        wait $child
        status=$?
        kill -KILL $guard 2>/dev/null
        exit $status
        """;

    private readonly Process _shell;

    private GuardedProcess(Process shell, int pid)
    {
        _shell = shell;
        Pid = pid;
    }

    /// <summary>Process id of the child.</summary>
    public int Pid { get; }

    /// <summary>Whether the child has ended.</summary>
    public bool HasExited => _shell.HasExited;

    /// <summary>Starts a child with exactly the given environment; its standard error is appended to a file.</summary>
    public static async Task<GuardedProcess> StartAsync(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, string errorFile)
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in (string[])["-c", Guard, "guard", program, .. arguments]) start.ArgumentList.Add(argument);
        start.Environment.Clear();
        foreach (var (name, value) in environment) start.Environment[name] = value;
        start.Environment["GUARDED_ERRORS"] = errorFile;
        var shell = Process.Start(start) ?? throw new InvalidOperationException($"cannot start {program}");
        var line = await shell.StandardOutput.ReadLineAsync();
        return new GuardedProcess(shell, int.Parse(line!, CultureInfo.InvariantCulture));
    }

    /// <summary>Asks the child to stop (SIGTERM), and kills it when it has not done so in time.</summary>
    public async Task StopAsync(TimeSpan limit)
    {
        if (_shell.HasExited) return;
        await _shell.StandardInput.WriteLineAsync("TERM");
        await _shell.StandardInput.FlushAsync();
        using var timeout = new CancellationTokenSource(limit);
        try
        {
            await _shell.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            await KillAsync();
        }
    }

    /// <summary>Kills the child (SIGKILL) and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync(CancellationToken.None);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!_shell.HasExited) await KillAsync();
        _shell.Dispose();
    }
}

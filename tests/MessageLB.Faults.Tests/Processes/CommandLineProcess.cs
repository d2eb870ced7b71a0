using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using MessageLB.Testing;

namespace MessageLB.Faults.Tests.Processes;

/// <summary>
/// A real process under test: <c>messagelb</c>, or a Python program that knows nothing of it. Its output is collected line by
/// line; disposing kills it if it still runs.
/// </summary>
internal sealed class CommandLineProcess : IAsyncDisposable
{
    private const int SigHup = 1;
    private const int SigTerm = 15;
    private const int SigStop = 19;
    private const int SigCont = 18;

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly List<(Func<string, bool> Matches, TaskCompletionSource<string> Seen)> _awaited = [];
    private readonly string _name;

    private CommandLineProcess(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["NO_COLOR"] = "1";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        _name = string.Join(' ', start.ArgumentList);
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => Collect(_output, e.Data);
        _process.ErrorDataReceived += (_, e) => Collect(_errors, e.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _process.StandardInput.Close();
    }

    /// <summary>Process id.</summary>
    public int Pid => _process.Id;

    /// <summary>Whether the process has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Standard output so far.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Lines of standard output so far.</summary>
    public IReadOnlyList<string> Lines => [.. _output];

    /// <summary>Standard error so far.</summary>
    public string Errors => string.Join('\n', _errors);

    /// <summary>Starts <c>messagelb</c> with these arguments.</summary>
    public static CommandLineProcess MessageLb(params string[] arguments) => MessageLb(environment: null, arguments);

    /// <summary>As <see cref="MessageLb(string[])"/>, with more in its environment.</summary>
    public static CommandLineProcess MessageLb(IReadOnlyDictionary<string, string>? environment, params string[] arguments) =>
        new("dotnet", [Path.Combine(AppContext.BaseDirectory, "messagelb.dll"), .. arguments], environment);

    /// <summary>Starts a Python program that lies beside the tests.</summary>
    public static CommandLineProcess Python(string script, params string[] arguments) =>
        new("/usr/bin/python3", ["-u", Path.Combine(AppContext.BaseDirectory, "Pika", script), .. arguments], environment: null);

    /// <summary>Waits for a line on either stream that contains <paramref name="part"/>, past or future. A failure tells what the others printed too, if given.</summary>
    public async Task<string> LineAsync(string part, CancellationToken cancellationToken, Func<string>? others = null)
    {
        var seen = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        bool Matches(string line) => line.Contains(part, StringComparison.Ordinal);
        lock (_awaited)
        {
            // Registered under the same lock as lines are matched, so that none can slip between the look back and the wait.
            var past = _output.Concat(_errors).FirstOrDefault(Matches);
            if (past is not null) return past;
            _awaited.Add((Matches, seen));
        }

        var exited = _process.WaitForExitAsync(cancellationToken);
        var first = await Task.WhenAny(seen.Task, exited, Task.Delay(TestTimeouts.Happens, cancellationToken));
        if (first == seen.Task) return await seen.Task;
        throw new InvalidOperationException($"{_name}: no line with '{part}' ({(first == exited ? "it ended" : "time is up")}).\n{Describe()}{others?.Invoke()}");
    }

    /// <summary>Waits for the end of the process and returns its exit code; kills it when it takes too long.</summary>
    public async Task<int> ExitAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(limit);
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{_name} did not end within {limit.TotalSeconds} s.\n{Describe()}");
        }

        return _process.ExitCode;
    }

    /// <summary>Asks the process to end (SIGTERM).</summary>
    public void Terminate() => Signal(SigTerm);

    /// <summary>Asks the process to read its configuration again (SIGHUP).</summary>
    public void HangUp() => Signal(SigHup);

    /// <summary>Stops the process in its tracks (SIGSTOP).</summary>
    public void Suspend() => Signal(SigStop);

    /// <summary>Lets a stopped process go on (SIGCONT).</summary>
    public void Resume() => Signal(SigCont);

    /// <summary>Kills the process (SIGKILL) and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Everything that the process printed, for a failure's message.</summary>
    public string Describe() => new StringBuilder().Append("stdout:\n").AppendLine(Output).Append("stderr:\n").AppendLine(Errors).ToString();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private void Signal(int signal)
    {
        if (Kill(_process.Id, signal) != 0) throw new InvalidOperationException($"cannot send signal {signal} to {_name}");
    }

    private void Collect(ConcurrentQueue<string> lines, string? line)
    {
        if (line is null) return;
        lock (_awaited)
        {
            lines.Enqueue(line);
            foreach (var (matches, seen) in _awaited)
            {
                if (matches(line)) seen.TrySetResult(line);
            }
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);
}

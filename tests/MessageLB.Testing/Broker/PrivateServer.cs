using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace MessageLB.Testing;

/// <summary>
/// One RabbitMQ node of our own: own ports on loopback, own data and log in a temporary folder, own port mapper and cookie, so that
/// any number of them run beside each other and beside a system's broker, and nothing is left behind.
/// </summary>
internal sealed class PrivateServer(LocalBrokerOptions options, NodeFamily family) : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    /// <summary>
    /// RabbitMQ 3.10 saves its directory of quorum queues half a second to a second after a change. One declared later than that before a kill
    /// comes back empty and without a leader, confirmed messages or not; no test is about that.
    /// </summary>
    private static readonly TimeSpan DirectorySaved = TimeSpan.FromSeconds(1.5);

    // Erlang's schedulers spin for a while before they sleep, on cores that the tests share; and a command needs no more than one of them.
    private const string DoNotSpin = "+sbwt none +sbwtdcpu none +sbwtdio none";
    private const string CommandArguments = $"+S 1:1 {DoNotSpin}";

    private readonly RabbitMqInstallation _installation = family.Installation;
    private readonly string _folder = Directory.CreateTempSubdirectory("messagelb-broker-").FullName;
    private readonly int _distributionPort = FreePorts.Next();
    private bool _prepared;
    private GuardedProcess? _node;

    /// <summary>Port of the AMQP listener.</summary>
    public int Port { get; } = FreePorts.Next();

    /// <summary>Process id of the node; 0 when it does not run.</summary>
    public int Pid => _node?.Pid ?? 0;

    /// <summary>Erlang's name of the node.</summary>
    public string Node => $"messagelb{Port}@localhost";

    private string Log => Path.Combine(_folder, "node.log");

    private string Errors => Path.Combine(_folder, "errors.log");

    /// <summary>Starts the node and waits until it takes connections.</summary>
    public async Task StartAsync()
    {
        if (!_prepared) await PrepareAsync();
        _node = await GuardedProcess.StartAsync(_installation.Server, [], Environment(), Errors);
        var started = Stopwatch.GetTimestamp();
        while (!await TakesConnectionsAsync())
        {
            if (_node.HasExited) throw new InvalidOperationException($"rabbitmq-server ended while starting:\n{Tail()}");
            if (Stopwatch.GetElapsedTime(started) > options.StartLimit)
                throw new TimeoutException($"rabbitmq-server was not ready within {options.StartLimit.TotalSeconds} s:\n{Tail()}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    /// <summary>Stops the node in order; its data stays.</summary>
    public async Task StopAsync()
    {
        if (_node is null) return;
        await _node.StopAsync(StopLimit);
        await EndNodeAsync();
    }

    /// <summary>Kills the node as a power cut would, a moment after the call; its data stays.</summary>
    public async Task KillAsync()
    {
        await Task.Delay(DirectorySaved, TimeProvider.System);
        await EndNodeAsync();
    }

    /// <summary>Runs <c>rabbitmqctl</c> against the node and returns what it prints.</summary>
    public async Task<string> RunControlAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(_installation.Control) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in (string[])["-n", Node, "--quiet", .. arguments]) start.ArgumentList.Add(argument);
        start.Environment.Clear();
        foreach (var (name, value) in Environment()) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode == 0) return await output;
        throw new InvalidOperationException($"rabbitmqctl {arguments.First()} ended with {process.ExitCode}: {await error}{await output}");
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await EndNodeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task EndNodeAsync()
    {
        if (_node is null) return;
        await _node.DisposeAsync();
        _node = null;
    }

    private async Task PrepareAsync()
    {
        await File.WriteAllLinesAsync(Path.Combine(_folder, "rabbitmq.conf"),
            [$"listeners.tcp.1 = 127.0.0.1:{Port}", "log.console = false", "log.file.level = info", .. options.Configuration]);
        await File.WriteAllTextAsync(Path.Combine(_folder, "advanced.config"), "[].\n");
        await File.WriteAllTextAsync(Path.Combine(_folder, "plugins"), $"[{string.Join(',', options.Plugins)}].\n");
        await File.WriteAllTextAsync(Path.Combine(_folder, "env.conf"), "");
        var cookie = Path.Combine(_folder, ".erlang.cookie");
        await File.WriteAllTextAsync(cookie, family.Cookie);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(cookie, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _prepared = true;
    }

    private Dictionary<string, string> Environment() => new(family.Environment())
    {
        ["HOME"] = _folder,
        ["RABBITMQ_NODENAME"] = Node,
        ["RABBITMQ_NODE_PORT"] = $"{Port}",
        ["RABBITMQ_DIST_PORT"] = $"{_distributionPort}",
        ["RABBITMQ_MNESIA_BASE"] = Path.Combine(_folder, "data"),
        ["RABBITMQ_LOG_BASE"] = _folder,
        ["RABBITMQ_LOGS"] = Log,
        ["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(_folder, "env.conf"),
        ["RABBITMQ_CONFIG_FILE"] = Path.Combine(_folder, "rabbitmq.conf"),
        ["RABBITMQ_ADVANCED_CONFIG_FILE"] = Path.Combine(_folder, "advanced.config"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(_folder, "plugins"),
        ["RABBITMQ_ALLOW_INPUT"] = "1", // the script then becomes the node instead of waiting for it, so its process id is the node's
        ["RABBITMQ_SERVER_START_ARGS"] = "-noinput",
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = $"-kernel inet_dist_use_interface {{127,0,0,1}} {DoNotSpin}",
        ["RABBITMQ_CTL_ERL_ARGS"] = CommandArguments,
    };

    private async Task<bool> TakesConnectionsAsync()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private string Tail()
    {
        var lines = new[] { Errors, Log }.Where(File.Exists).SelectMany(f => File.ReadLines(f).TakeLast(20));
        return string.Join('\n', lines);
    }
}

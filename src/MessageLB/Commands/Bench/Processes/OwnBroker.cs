using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MessageLB.Core.Configuration;

namespace MessageLB.CommandLine.Commands.Bench.Processes;

/// <summary>
/// A RabbitMQ that is only for one measurement: own ports on loopback, own data in a temporary folder, own port mapper, so that it can be
/// stopped and started, and nothing is left of it. It ends with this object; if this process is killed, it stays.
/// </summary>
internal sealed class OwnBroker : IBenchBroker, IAsyncDisposable
{
    private const int SigTerm = 15;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("messagelb-bench-broker-").FullName;
    private readonly BrokerPrograms _programs;
    private readonly IReadOnlyList<string> _plugins;
    private readonly TimeProvider _time;
    private readonly int[] _ports = FreePorts(3);
    private Process? _mapper;
    private Process? _node;

    private OwnBroker(BrokerPrograms programs, IReadOnlyList<string> plugins, TimeProvider time)
    {
        (_programs, _plugins, _time) = (programs, plugins, time);
        var text = string.Create(CultureInfo.InvariantCulture, $"amqp://guest:guest@127.0.0.1:{Port}/");
        Address = ClusterAddress.TryParse(text, out var address) ? address : throw new InvalidOperationException($"{text} is no address");
    }

    /// <summary>Address with credentials.</summary>
    public ClusterAddress Address { get; }

    private int Port => _ports[0];

    /// <summary>Starts one; returns when its port is open.</summary>
    /// <param name="programs">What is installed.</param>
    /// <param name="plugins">Names of the plugins that it runs.</param>
    /// <param name="time">Clock.</param>
    /// <param name="stop">Ends it early.</param>
    public static async Task<OwnBroker> StartNewAsync(BrokerPrograms programs, IReadOnlyList<string> plugins, TimeProvider time, CancellationToken stop)
    {
        var broker = new OwnBroker(programs, plugins, time);
        try
        {
            await broker.PrepareAsync(stop);
            await broker.StartAsync(stop);
            return broker;
        }
        catch
        {
            await broker.DisposeAsync();
            throw;
        }
    }

    /// <summary>What its own process uses; the few commands that it runs beside it are not in it. Thread-safe while it runs.</summary>
    public ProcessReading Read() => ProcessReading.Of(_node!.Id);

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken stop)
    {
        if (_node is null) return;
        BenchProcess.Signal(_node.Id, SigTerm);
        await _node.WaitForExitAsync(stop);
        _node.Dispose();
        _node = null;
    }

    /// <inheritdoc />
    public async Task StartAsync(CancellationToken stop)
    {
        _node = Launch(_programs.Server);
        var start = _time.GetTimestamp();
        while (!await IsOpenAsync(stop))
        {
            if (_node.HasExited) throw new CommandFailedException(ExitCodes.Unavailable, $"RabbitMQ ended while it started: {await LastLineAsync(stop)}");
            if (_time.GetElapsedTime(start) > StartLimit) throw new CommandFailedException(ExitCodes.Timeout, $"RabbitMQ did not start within {StartLimit.TotalSeconds:0} s.");
            await Task.Delay(BetweenLooks, _time, stop);
        }
    }

    /// <summary>Has rabbitmqctl carry out a command; a process of its own, which takes about a second.</summary>
    /// <exception cref="CommandFailedException">It was refused.</exception>
    public async Task ControlAsync(IReadOnlyList<string> arguments, CancellationToken stop)
    {
        using var process = new Process { StartInfo = StartOf(_programs.Control) };
        foreach (var argument in arguments) process.StartInfo.ArgumentList.Add(argument);
        process.Start();
        var texts = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(stop), process.StandardError.ReadToEndAsync(stop));
        await process.WaitForExitAsync(stop);
        if (process.ExitCode != 0) throw new CommandFailedException(ExitCodes.Unavailable, $"rabbitmqctl {arguments[0]} failed: {string.Concat(texts).Trim().ReplaceLineEndings(" ")}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in (Process?[])[_node, _mapper])
        {
            if (process is null) continue;
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task PrepareAsync(CancellationToken stop)
    {
        await File.WriteAllLinesAsync(PathOf("rabbitmq.conf"), [string.Create(CultureInfo.InvariantCulture, $"listeners.tcp.1 = 127.0.0.1:{Port}"), "log.console = false"], stop);
        await File.WriteAllTextAsync(PathOf("advanced.config"), "[].\n", stop);
        await File.WriteAllTextAsync(PathOf("plugins"), $"[{string.Join(',', _plugins)}].\n", stop);
        await File.WriteAllTextAsync(PathOf("env.conf"), string.Empty, stop);
        // A node would start one as a daemon that outlives it; in the foreground it is ours to end.
        _mapper = Launch(_programs.PortMapper);
    }

    private Process Launch(string program)
    {
        var process = new Process { StartInfo = StartOf(program) };
        process.Start();
        // Nobody reads them, and a full pipe would stop it; the node writes its own log.
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private ProcessStartInfo StartOf(string program)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in Environment()) start.Environment[name] = value;
        return start;
    }

    private IEnumerable<(string Name, string Value)> Environment() =>
    [
        ("HOME", _folder),
        ("ERL_EPMD_PORT", Text(_ports[2])),
        ("ERL_EPMD_ADDRESS", "127.0.0.1"),
        ("RABBITMQ_NODENAME", $"messagelb{Text(Port)}@localhost"),
        ("RABBITMQ_NODE_PORT", Text(Port)),
        ("RABBITMQ_DIST_PORT", Text(_ports[1])),
        ("RABBITMQ_MNESIA_BASE", PathOf("data")),
        ("RABBITMQ_LOG_BASE", _folder),
        ("RABBITMQ_LOGS", PathOf("node.log")),
        ("RABBITMQ_CONF_ENV_FILE", PathOf("env.conf")),
        ("RABBITMQ_CONFIG_FILE", PathOf("rabbitmq.conf")),
        ("RABBITMQ_ADVANCED_CONFIG_FILE", PathOf("advanced.config")),
        ("RABBITMQ_ENABLED_PLUGINS_FILE", PathOf("plugins")),
        ("RABBITMQ_ALLOW_INPUT", "1"), // the script then becomes the node instead of waiting for it, so its process id is the node's
        ("RABBITMQ_SERVER_START_ARGS", "-noinput"),
        ("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}"),
    ];

    private async Task<bool> IsOpenAsync(CancellationToken stop)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, Port, stop);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task<string> LastLineAsync(CancellationToken stop) =>
        File.Exists(PathOf("node.log")) ? (await File.ReadAllLinesAsync(PathOf("node.log"), stop)).LastOrDefault() ?? "it said nothing" : "it said nothing";

    private string PathOf(string file) => Path.Combine(_folder, file);

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    // All at once, so that none is given out twice. Somebody else may take one before it is used: then the start fails and says so.
    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        foreach (var listener in listeners) listener.Start();
        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        foreach (var listener in listeners) listener.Dispose();
        return ports;
    }
}

using System.CommandLine;
using MessageLB.CommandLine.Help;
using MessageLB.CommandLine.Logging;
using MessageLB.CommandLine.Terminals;
using MessageLB.CommandLine.Transports;
using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Configuration;

namespace MessageLB.CommandLine.Commands.Run;

/// <summary>Runs the dispatcher until it is told to stop.</summary>
internal sealed class RunCommand : AppCommand
{
    private readonly Terminal _terminal;
    private readonly LogOptions _log = new();
    private readonly Option<string?> _broker = BrokerAddressOption.Create("what the configuration says, else the embedded transport");
    private readonly Option<string?> _config = new("--config", "-c")
    {
        Description = "YAML file with the configuration. Default: none, which means the group 'default' for every routing key.",
        HelpName = "file",
    };

    private readonly Option<string?> _http = new("--http")
    {
        Description = $"Where the HTTP API listens, or off. Default: what the configuration says, else {HttpConfig.DefaultListen}.",
        HelpName = "address",
    };

    private readonly Option<bool> _watch = new("--watch") { Description = "Load the file again whenever its content changes. SIGHUP and 'messagelb reload' do so without this." };

    public RunCommand(Terminal terminal)
        : base("run", "Run the dispatcher, with its HTTP API, until Ctrl-C or SIGTERM; the second one ends it at once.")
    {
        _terminal = terminal;
        Options.Add(_config);
        Options.Add(_broker);
        Options.Add(_http);
        Options.Add(_watch);
        _log.AddTo(this);
    }

    /// <inheritdoc />
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("with a configuration that is loaded again whenever its file changes", "messagelb run --config messagelb.yaml --watch"),
        new("on the embedded transport; publish with 'messagelb publish' or curl", "messagelb run"),
        new("on RabbitMQ, the password kept off the command line", "MESSAGELB_BROKER=amqp://user:password@host messagelb run"),
        new("with a configuration, and the API on another port", "messagelb run --config messagelb.yaml --http 127.0.0.1:9090"),
    ];

    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken stop)
    {
        var sources = Sources(arguments);
        var result = ConfigLoader.Load(sources);
        if (result.Config is not { } config) return Refuse(result);
        foreach (var remark in result.Warnings) await _terminal.Error.WriteLineAsync($"warning: {remark}");
        foreach (var remark in result.Notices) await _terminal.Error.WriteLineAsync($"notice: {remark}");
        try
        {
            await using var host = RunHost.Create(config, sources, arguments.GetValue(_watch), logging => _log.Apply(logging, arguments, _terminal), _terminal.Time);
            await host.RunAsync(stop);
            return ExitCodes.Ok;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Told to stop before it had started: nothing had begun, so nothing is left undone.
            return ExitCodes.Ok;
        }
    }

    private int Refuse(ConfigResult result)
    {
        foreach (var error in result.Errors) _terminal.Error.WriteLine($"error: {error}");
        _terminal.Error.WriteLine($"messagelb: the configuration has {(result.Errors.Count == 1 ? "an error" : $"{result.Errors.Count} errors")}; nothing was started.");
        return ExitCodes.Configuration;
    }

    private ConfigSources Sources(ParseResult arguments)
    {
        var overrides = new List<ConfigOverride>();
        if (arguments.GetValue(_broker) is { } broker) overrides.Add(new ConfigOverride("broker.uri", broker, "--broker"));
        else if (_terminal.Variable(BrokerAddressOption.Variable) is { Length: > 0 } variable) overrides.Add(new ConfigOverride("broker.uri", variable, BrokerAddressOption.Variable));
        if (arguments.GetValue(_http) is { } http) overrides.Add(new ConfigOverride("http.listen", http, "--http"));
        return new ConfigSources
        {
            FilePath = arguments.GetValue(_config),
            Environment = _terminal.Environment,
            CommandLine = overrides,
        };
    }
}

using System.CommandLine;
using MessageLB.CommandLine.Help;
using MessageLB.CommandLine.Hosting;
using MessageLB.CommandLine.Logging;
using MessageLB.CommandLine.Options;
using MessageLB.CommandLine.Telemetry;
using MessageLB.CommandLine.Terminals;
using MessageLB.CommandLine.Transports;
using MessageLB.Core.Configuration;
using MessageLB.Transport;
using MessageLB.Worker;
using MessageLB.Worker.Sample;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MessageLB.CommandLine.Commands.Worker;

/// <summary>A sample worker process: takes messages, pretends to work, settles, reports.</summary>
internal sealed partial class WorkerCommand : AppCommand
{
    private static readonly TimeSpan StopMargin = TimeSpan.FromSeconds(10);

    private readonly Terminal _terminal;
    private readonly LogOptions _log = new();
    private readonly Option<string?> _group = new("--group") { Description = $"Group that the worker serves. Default: {GroupConfig.DefaultName}.", HelpName = "name" };
    private readonly Option<string?> _name = new("--name") { Description = $"Name of the destination; workers of the same name share its messages. Default: {WorkerOptions.NameVariable} in the environment.", HelpName = "name" };
    private readonly Option<string?> _broker = BrokerAddressOption.Create("an error, since a worker needs a RabbitMQ");
    private readonly Option<int?> _concurrency = ValueParser.Count("--concurrency", "Messages handled at the same time. Default: 1.", 1, 1000);
    private readonly Option<int?> _weight = ValueParser.Count("--weight", "Weight that the worker asks for. Default: as configured at the dispatcher.", 0, 1_000_000);
    private readonly Option<WorkDistribution?> _work = WorkOption.Create("Time that a message takes: none, const:5ms, exp:5ms, uniform:1ms-5ms, bimodal:5ms-105ms,5%, lognormal:5ms,1.5. Default: none.");
    private readonly Option<double?> _speed = ValueParser.Create<double>("--speed", "number", "How fast the worker is; 2 takes half the time. Default: 1.", ValueParser.TryPositive);
    private readonly Option<double?> _failRate = ValueParser.Fraction("--fail-rate", "Share of messages that fail and are tried again, such as 1%. Default: 0%.");
    private readonly Option<int?> _stuck = ValueParser.Count("--stuck", "How many messages never end, to try --handler-timeout. Default: 0.", 0, 1000);
    private readonly Option<int?> _stuckAfter = ValueParser.Count("--stuck-after", "How many messages end before those that never do. Default: 0.", 0, int.MaxValue);
    private readonly Option<int?> _slowAfter = ValueParser.Count("--slow-after", "Messages after which each takes ten times as long. Default: never.", 0, int.MaxValue);
    private readonly Option<SlowDown?> _slowDown = SlowDownOption.Create("Become slower while it runs: 4@30s takes four times as long from 30 s after the first message. Default: never.");
    private readonly Option<TimeSpan?> _handlerTimeout = ValueParser.Duration("--handler-timeout", "Longest time for one message, after which it is tried again elsewhere. Default: none.");
    private readonly Option<TimeSpan?> _drainTimeout = ValueParser.Duration("--drain-timeout", "Longest drain; what still runs then is cut short. Default: 25s.");
    private readonly Option<int?> _seed = ValueParser.Count("--seed", "Seed of times and failures. Default: 1.", 0, int.MaxValue);
    private readonly Option<string?> _record = new("--record") { Description = "Append one line of JSON per completed message to this file, which no other worker may use: time, id, routing key, size, SHA-256 of the body, properties, headers.", HelpName = "file" };

    public WorkerCommand(Terminal terminal)
        : base("worker", "Run a sample worker process on RabbitMQ until Ctrl-C or SIGTERM, which drain it.")
    {
        _terminal = terminal;
        foreach (var option in (Option[])[_group, _name, _broker, _concurrency, _weight, _work, _speed, _failRate, _stuck, _stuckAfter, _slowAfter, _slowDown, _handlerTimeout, _drainTimeout, _seed, _record]) Options.Add(option);
        _log.AddTo(this);
    }

    /// <inheritdoc />
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("one worker of the group 'default'", "messagelb worker --name a --broker amqp://localhost"),
        new("a slow one that fails now and then", "messagelb worker --group orders --name b --broker amqp://localhost --concurrency 4 --work exp:20ms --speed 0.5 --fail-rate 1%"),
        new("keep what it got", "messagelb worker --name c --broker amqp://localhost --record received.jsonl"),
    ];

    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken stop)
    {
        var broker = BrokerAddressOption.Read(arguments.GetValue(_broker), _terminal)
            ?? throw new CommandFailedException(ExitCodes.Usage, $"A worker needs a RabbitMQ: name it with --broker or {BrokerAddressOption.Variable}.");
        await using var record = RecordFile.Open(arguments.GetValue(_record), _terminal.Time);
        using var host = Build(arguments, broker, record);
        var transport = host.Services.GetRequiredService<ITransport>();
        var logger = host.Services.GetRequiredService<ILogger<WorkerCommand>>();
        try
        {
            await new BrokerPreflight(transport, _terminal.Time).RunAsync(BrokerConfig.DefaultConnectTimeout, reason => LogWaiting(logger, reason), stop);
            await host.StartAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Told to stop before it had started: nothing had begun, so nothing is left undone.
            return ExitCodes.Ok;
        }

        await host.WaitForShutdownAsync(stop);
        // For a preStop hook: anything but 0 says that something was cut short or left behind.
        return host.Services.GetRequiredService<WorkerHost>().Status.Drained ? ExitCodes.Ok : ExitCodes.Timeout;
    }

    [LoggerMessage(4060, LogLevel.Warning, "{Reason}")]
    private static partial void LogWaiting(ILogger logger, string reason);

    private IHost Build(ParseResult arguments, ClusterAddress broker, RecordFile? record)
    {
        var handler = new SampleHandlerOptions
        {
            Work = arguments.GetValue(_work) ?? WorkDistribution.None,
            Speed = arguments.GetValue(_speed) ?? 1,
            FailRate = arguments.GetValue(_failRate) ?? 0,
            Stuck = arguments.GetValue(_stuck) ?? 0,
            StuckAfter = arguments.GetValue(_stuckAfter) ?? 0,
            SlowAfter = arguments.GetValue(_slowAfter),
            SlowDown = arguments.GetValue(_slowDown),
            Seed = arguments.GetValue(_seed) ?? 1,
            Completed = record is null ? null : (message, _) => record.Append(message),
        };
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        _log.Apply(builder.Logging, arguments, _terminal);
        var drainTimeout = arguments.GetValue(_drainTimeout) ?? new WorkerOptions().DrainTimeout;
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = drainTimeout + StopMargin);
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        builder.Services.AddSingleton(_terminal.Time);
        builder.Services.AddSingleton(provider => TransportFactory.Create(new BrokerConfig { Address = broker }, provider.GetRequiredService<ILoggerFactory>(), _terminal.Time));
        builder.Services.AddTelemetry(new TelemetryConfig(), _terminal.Environment, static provider =>
            new TelemetryIdentity("messagelb-worker", provider.GetRequiredService<WorkerHost>().Status.Worker.ToString()));
        try
        {
            builder.Services.AddMessageLBWorker(
                arguments.GetValue(_group) ?? GroupConfig.DefaultName,
                arguments.GetValue(_name) ?? _terminal.Variable(WorkerOptions.NameVariable),
                _ => new SampleHandler(handler, _terminal.Time),
                o =>
                {
                    (o.Concurrency, o.Weight) = (arguments.GetValue(_concurrency) ?? 1, arguments.GetValue(_weight));
                    (o.HandlerTimeout, o.DrainTimeout) = (arguments.GetValue(_handlerTimeout), drainTimeout);
                });
        }
        catch (WorkerOptionsException e)
        {
            throw new CommandFailedException(ExitCodes.Usage, e.Message, e);
        }

        return builder.Build();
    }
}

using System.CommandLine;
using System.Globalization;
using MessageLB.CommandLine.Help;
using MessageLB.CommandLine.Options;
using MessageLB.CommandLine.Terminals;
using MessageLB.CommandLine.Transports;
using MessageLB.Core.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace MessageLB.CommandLine.Commands.Bench.Failover;

/// <summary>How fast what a killed worker had reaches others, on a real broker with real processes.</summary>
internal sealed class FailoverCommand : AppCommand
{
    private const double HighestRate = 20_000;

    private static readonly TimeSpan LongestConnect = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestWork = TimeSpan.FromSeconds(10);

    private readonly Terminal _terminal;
    private readonly Option<string?> _broker = BrokerAddressOption.Create("none: the command needs one, on this machine");
    private readonly Option<int?> _rounds = ValueParser.Count("--rounds", $"How often a worker is killed. Default: {FailoverOptions.DefaultRounds}.", 1, 1000);
    private readonly Option<int?> _workers = ValueParser.Count("--workers", $"Worker processes. Default: {FailoverOptions.DefaultWorkers}.", 2, 20);
    private readonly Option<int?> _concurrency = ValueParser.Count("--concurrency", $"Messages that a worker handles at the same time. Default: {FailoverOptions.DefaultConcurrency}.", 1, 1000);
    private readonly Option<TimeSpan?> _work = ValueParser.Duration("--work", "Time that a message takes. Default: 10ms.");
    private readonly Option<double?> _load = ValueParser.Create<double>("--load", "number", "Part of the capacity of all workers that arrives. Default: 0.5.", TryLoad);
    private readonly Option<TimeSpan?> _timeout = ValueParser.Duration("--timeout", "Longest wait for a worker, and for the last message of a dead one. Default: 30s.");
    private readonly Option<bool> _json = new("--json") { Description = "Write the result as JSON." };

    public FailoverCommand(Terminal terminal)
        : base("failover", "Kill worker processes under load, and see when their messages reach others.")
    {
        _terminal = terminal;
        foreach (var option in (Option[])[_broker, _rounds, _workers, _concurrency, _work, _load, _timeout, _json]) Options.Add(option);
    }

    /// <inheritdoc />
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("twenty kills, about a minute and a half", "messagelb bench failover --broker amqp://localhost"),
        new("the others have little room", "messagelb bench failover --broker amqp://localhost --load 0.65"),
        new("the slowest rescue", "messagelb bench failover --broker amqp://localhost --json | jq .all_rescued_ms.max"),
    ];

    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken stop)
    {
        var options = Read(arguments);
        var broker = BrokerAddressOption.Read(arguments.GetValue(_broker), _terminal)
            ?? throw new CommandFailedException(ExitCodes.Usage, $"This measures on a RabbitMQ: name one with --broker amqp://localhost:5672/vhost, or with {BrokerAddressOption.Variable} in the environment.");
        if (!broker.Uri.IsLoopback) throw new CommandFailedException(ExitCodes.Usage, $"--broker: {broker.Uri.Host} is not this machine; the workers are killed here, and a broker elsewhere would hear of it when its network does.");
        var transport = TransportFactory.Create(new BrokerConfig { Address = broker }, NullLoggerFactory.Instance, _terminal.Time);
        await new BrokerPreflight(transport, _terminal.Time).RunAsync(LongestConnect, Note, stop);
        var report = await new FailoverRun(options, broker, transport, _terminal.Time, Note).RunAsync(stop);
        if (arguments.GetValue(_json))
        {
            await _terminal.Out.WriteLineAsync(report.ToJson());
            return ExitCodes.Ok;
        }

        var console = _terminal.CreateConsole();
        console.Write(new FailoverView(console.Profile.Capabilities.Unicode).Draw(report));
        return ExitCodes.Ok;
    }

    private FailoverOptions Read(ParseResult arguments)
    {
        var options = new FailoverOptions(
            arguments.GetValue(_rounds) ?? FailoverOptions.DefaultRounds,
            arguments.GetValue(_workers) ?? FailoverOptions.DefaultWorkers,
            arguments.GetValue(_concurrency) ?? FailoverOptions.DefaultConcurrency,
            arguments.GetValue(_work) ?? FailoverOptions.DefaultWork,
            arguments.GetValue(_load) ?? FailoverOptions.DefaultLoad,
            arguments.GetValue(_timeout) ?? FailoverOptions.DefaultTimeout);
        if (options.Work <= TimeSpan.Zero || options.Work > LongestWork) throw new CommandFailedException(ExitCodes.Usage, $"--work: {options.Work.TotalSeconds:0.###} s is not above 0 and up to {LongestWork.TotalSeconds:0} s.");
        if (options.Rate > HighestRate) throw new CommandFailedException(ExitCodes.Usage, string.Create(CultureInfo.InvariantCulture, $"--work, --load: {options.Rate:N0} messages would arrive per second; more than {HighestRate:N0} measure the measuring: make messages longer or workers fewer."));
        return options;
    }

    private void Note(string text)
    {
        lock (_terminal) _terminal.Error.WriteLine($"messagelb: {text}");
    }

    private static bool TryLoad(string text, out double value, out string? problem)
    {
        problem = "is not a number above 0 and below 1, such as 0.5";
        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value) || value is <= 0 or >= 1) return false;
        problem = null;
        return true;
    }
}

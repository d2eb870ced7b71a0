using System.CommandLine;
using System.Globalization;
using MessageLB.CommandLine.Commands.Bench.Failover.Faults;
using MessageLB.CommandLine.Commands.Bench.Processes;
using MessageLB.CommandLine.Help;
using MessageLB.CommandLine.Options;
using MessageLB.CommandLine.Terminals;
using MessageLB.CommandLine.Transports;
using MessageLB.Core.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace MessageLB.CommandLine.Commands.Bench.Failover;

/// <summary>How fast messages get past a fault, on a real broker with real processes.</summary>
internal sealed class FailoverCommand : AppCommand
{
    private const double HighestRate = 20_000;

    private static readonly TimeSpan LongestConnect = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestWork = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LeastStop = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LeastLimit = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(1);

    private readonly Terminal _terminal;
    private readonly Option<string?> _fault = new("--fault") { Description = $"What is done: {KnownFaults.Names}. Default: {KnownFaults.Default}.", HelpName = "name" };
    private readonly Option<string?> _broker = BrokerAddressOption.Create("one of its own, if RabbitMQ is installed on this machine");
    private readonly Option<int?> _rounds = ValueParser.Count("--rounds", $"How often the fault is done. Default: {FailoverOptions.DefaultRounds}.", 1, 1000);
    private readonly Option<int?> _workers = ValueParser.Count("--workers", $"Worker processes. Default: {FailoverOptions.DefaultWorkers}.", 2, 20);
    private readonly Option<int?> _concurrency = ValueParser.Count("--concurrency", $"Messages that a worker handles at the same time. Default: {FailoverOptions.DefaultConcurrency}.", 1, 1000);
    private readonly Option<TimeSpan?> _work = ValueParser.Duration("--work", "Time that a message takes. Default: 10ms.");
    private readonly Option<double?> _load = ValueParser.Create<double>("--load", "number", "Part of the capacity of all workers that arrives. Default: 0.5.", TryLoad);
    private readonly Option<TimeSpan?> _timeout = ValueParser.Duration("--timeout", "Longest wait for a worker, and for the last message. Default: 30s.");
    private readonly Option<TimeSpan?> _stopFor = ValueParser.Duration("--stop-for", "Of the fault stop: how long a worker stands still. Default: 10s.");
    private readonly Option<TimeSpan?> _limit = ValueParser.Duration("--handler-timeout", "Of the fault stuck: the worker's longest time for one message. Default: 1s.");
    private readonly Option<bool> _json = new("--json") { Description = "Write the result as JSON." };

    public FailoverCommand(Terminal terminal)
        : base("failover", "Do a fault to worker, dispatcher or broker under load again and again, and see when messages get past it.")
    {
        _terminal = terminal;
        foreach (var option in (Option[])[_fault, _broker, _rounds, _workers, _concurrency, _work, _load, _timeout, _stopFor, _limit, _json]) Options.Add(option);
    }

    /// <inheritdoc />
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("twenty workers killed, about a minute and a half", "messagelb bench failover --broker amqp://localhost"),
        new("one of two dispatchers killed, with a broker of its own", "messagelb bench failover --fault dispatcher"),
        new("the others have little room", "messagelb bench failover --broker amqp://localhost --load 0.65"),
        new("the slowest rescue", "messagelb bench failover --broker amqp://localhost --json | jq .figures.all_rescued_ms.max"),
    ];

    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken stop)
    {
        var options = Read(arguments);
        var name = arguments.GetValue(_fault) ?? KnownFaults.Default;
        if (!KnownFaults.Knows(name)) throw new CommandFailedException(ExitCodes.Usage, $"--fault: \"{name}\" is not known; there are {KnownFaults.Names}.");
        var fault = KnownFaults.Create(name, options);
        var given = BrokerAddressOption.Read(arguments.GetValue(_broker), _terminal);
        if (given is { Uri.IsLoopback: false }) throw new CommandFailedException(ExitCodes.Usage, $"--broker: {given.Uri.Host} is not this machine; faults are done here, and a broker elsewhere would hear of them when its network does.");
        if (given is not null && fault.Needs.HasFlag(FaultNeeds.OwnBroker)) throw new CommandFailedException(ExitCodes.Usage, $"--broker: it would be stopped again and again; leave it out, and --fault {name} starts one of its own.");
        if (fault.Needs.HasFlag(FaultNeeds.StoppedProcesses) && !BenchProcess.CanStop) throw new CommandFailedException(ExitCodes.Usage, $"--fault {name}: processes cannot be stopped and continued on this system.");
        await using var own = given is null ? await OwnBroker.StartNewAsync(BrokerPrograms.Find(_terminal.Variable("PATH")), [], _terminal.Time, stop) : null;
        var broker = given ?? own!.Address;
        var transport = TransportFactory.Create(new BrokerConfig { Address = broker }, NullLoggerFactory.Instance, _terminal.Time);
        await new BrokerPreflight(transport, _terminal.Time).RunAsync(LongestConnect, Note, stop);
        var report = await new FailoverRun(options, fault, broker, transport, own, _terminal.Time, Note).RunAsync(stop);
        if (arguments.GetValue(_json))
        {
            await _terminal.Out.WriteLineAsync(report.ToJson());
            return ExitCodes.Ok;
        }

        var console = _terminal.CreateConsole();
        console.Write(new FailoverView(console.Profile.Capabilities.Unicode).Draw(fault, report));
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
            arguments.GetValue(_timeout) ?? FailoverOptions.DefaultTimeout)
        {
            StopFor = arguments.GetValue(_stopFor) ?? FailoverOptions.DefaultStopFor,
            HandlerLimit = arguments.GetValue(_limit) ?? FailoverOptions.DefaultLimit,
        };
        if (options.Work <= TimeSpan.Zero || options.Work > LongestWork) throw new CommandFailedException(ExitCodes.Usage, $"--work: {options.Work.TotalSeconds:0.###} s is not above 0 and up to {LongestWork.TotalSeconds:0} s.");
        if (options.Rate > HighestRate) throw new CommandFailedException(ExitCodes.Usage, string.Create(CultureInfo.InvariantCulture, $"--work, --load: {options.Rate:N0} messages would arrive per second; more than {HighestRate:N0} measure the measuring: make messages longer or workers fewer."));
        CheckRange("--stop-for", options.StopFor, LeastStop);
        CheckRange("--handler-timeout", options.HandlerLimit, LeastLimit);
        return options;
    }

    private static void CheckRange(string name, TimeSpan value, TimeSpan least)
    {
        if (value < least || value > Most) throw new CommandFailedException(ExitCodes.Usage, string.Create(CultureInfo.InvariantCulture, $"{name}: {value.TotalSeconds:0.###} s is not from {least.TotalSeconds:0.###} s to {Most.TotalSeconds:0} s."));
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

using System.CommandLine;
using MessageLB.CommandLine.Commands.Bench.Processes;
using MessageLB.CommandLine.Help;
using MessageLB.CommandLine.Options;
using MessageLB.CommandLine.Terminals;
using MessageLB.CommandLine.Transports;
using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using Microsoft.Extensions.Logging.Abstractions;

namespace MessageLB.CommandLine.Commands.Bench.Scale;

/// <summary>What many destinations, many groups and many waiting messages cost a dispatcher: start, processor time, memory.</summary>
internal sealed class ScaleCommand : AppCommand
{
    private const int MostDestinations = 100_000;
    private const int MostGroups = 10_000;
    private const int MostWaiting = 100_000_000;

    private static readonly TimeSpan LongestConnect = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LeastInterval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan MostInterval = TimeSpan.FromHours(1);
    private static readonly TimeSpan LeastDuration = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MostDuration = TimeSpan.FromDays(1);

    private readonly Terminal _terminal;
    private readonly Option<string?> _broker = BrokerAddressOption.Create("one of its own, if RabbitMQ is installed on this machine");
    private readonly Option<int?> _destinations = ValueParser.Count("--destinations", $"Destinations, played by this command, of all groups together. Default: {ScaleOptions.DefaultDestinations}.", 1, MostDestinations);
    private readonly Option<int?> _groups = ValueParser.Count("--groups", $"Groups that they are dealt out to. Default: {ScaleOptions.DefaultGroups}.", 1, MostGroups);
    private readonly Option<TimeSpan?> _interval = ValueParser.Duration("--interval", "Time between two heartbeats of a destination. Default: 1s.");
    private readonly Option<TimeSpan?> _duration = ValueParser.Duration("--duration", "How long the dispatcher is measured once it knows all destinations. Default: 30s.");
    private readonly Option<int?> _waiting = ValueParser.Count("--waiting", "Messages that wait at ingress before the dispatcher starts; the destinations have queues then, and finish nothing. Default: 0.", 0, MostWaiting);
    private readonly Option<bool> _queues = new("--queues") { Description = "Declare a queue for each destination, as its worker would." };
    private readonly Option<bool> _presence = new("--presence") { Description = "Hold a presence token for each destination, as workers of the SDK do." };
    private readonly Option<bool> _restart = new("--restart") { Description = "Stop the dispatcher and measure a second start." };
    private readonly Option<TimeSpan?> _timeout = ValueParser.Duration("--timeout", "Longest time until the dispatcher knows all destinations. Default: 2m.");
    private readonly Option<bool> _json = new("--json") { Description = "Write the result as JSON." };

    public ScaleCommand(Terminal terminal)
        : base("scale", "Start, processor time and memory of a dispatcher with thousands of destinations, or a million waiting messages.")
    {
        _terminal = terminal;
        foreach (var option in (Option[])[_broker, _destinations, _groups, _interval, _duration, _waiting, _queues, _presence, _restart, _timeout, _json]) Options.Add(option);
    }

    /// <inheritdoc />
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("ten thousand destinations, on a broker of its own", "messagelb bench scale"),
        new("memory with a million waiting messages", "messagelb bench scale --destinations 10 --waiting 1000000"),
        new("a thousand groups, and a second start", "messagelb bench scale --destinations 1000 --groups 1000 --restart"),
        new("processor time as a percentage of one core", "messagelb bench scale --json | jq .starts[0].cpu_percent"),
    ];

    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken stop)
    {
        var options = Read(arguments);
        var given = BrokerAddressOption.Read(arguments.GetValue(_broker), _terminal);
        await using var own = given is null ? await OwnBroker.StartNewAsync(BrokerPrograms.Find(_terminal.Variable("PATH")), [], _terminal.Time, stop) : null;
        var address = given ?? own!.Address;
        var transport = TransportFactory.Create(new BrokerConfig { Address = address }, NullLoggerFactory.Instance, _terminal.Time);
        await new BrokerPreflight(transport, _terminal.Time).RunAsync(LongestConnect, Note, stop);
        var broker = new ScaleBroker(address, transport, own is null ? null : own.Read);
        var report = await new ScaleRun(options, broker, _terminal.Time, Note).RunAsync(stop);
        if (arguments.GetValue(_json))
        {
            await _terminal.Out.WriteLineAsync(report.ToJson());
            return ExitCodes.Ok;
        }

        var console = _terminal.CreateConsole();
        console.Write(new ScaleView(console.Profile.Capabilities.Unicode).Draw(report));
        return ExitCodes.Ok;
    }

    private ScaleOptions Read(ParseResult arguments)
    {
        var waiting = arguments.GetValue(_waiting) ?? 0;
        var options = new ScaleOptions
        {
            Destinations = arguments.GetValue(_destinations) ?? ScaleOptions.DefaultDestinations,
            Groups = arguments.GetValue(_groups) ?? ScaleOptions.DefaultGroups,
            Interval = arguments.GetValue(_interval) ?? ScaleOptions.DefaultInterval,
            Duration = arguments.GetValue(_duration) ?? ScaleOptions.DefaultDuration,
            Waiting = waiting,
            Queues = waiting > 0 || arguments.GetValue(_queues),
            Presence = arguments.GetValue(_presence),
            Restart = arguments.GetValue(_restart),
            Timeout = arguments.GetValue(_timeout) ?? ScaleOptions.DefaultTimeout,
        };
        CheckRange("--interval", options.Interval, LeastInterval, MostInterval);
        CheckRange("--duration", options.Duration, LeastDuration, MostDuration);
        if (options.Groups > options.Destinations) throw new CommandFailedException(ExitCodes.Usage, $"--groups: {options.Groups} groups need as many destinations; there are {options.Destinations}.");
        var inOneGroup = (options.Destinations + options.Groups - 1) / options.Groups;
        if (inOneGroup > GroupUpdater.MaxDestinations) throw new CommandFailedException(ExitCodes.Usage, $"--destinations: {inOneGroup} in one group are more than it may have ({GroupUpdater.MaxDestinations}); take more --groups.");
        return options;
    }

    private static void CheckRange(string name, TimeSpan value, TimeSpan least, TimeSpan most)
    {
        if (value < least || value > most) throw new CommandFailedException(ExitCodes.Usage, $"{name}: {Duration.Format(value)} is not from {Duration.Format(least)} to {Duration.Format(most)}.");
    }

    private void Note(string text)
    {
        lock (_terminal) _terminal.Error.WriteLine($"messagelb: {text}");
    }
}

using System.CommandLine;
using System.Globalization;
using MessageLB.CommandLine.Commands.Bench.Processes;
using MessageLB.CommandLine.Help;
using MessageLB.CommandLine.Options;
using MessageLB.CommandLine.Rendering;
using MessageLB.CommandLine.Terminals;
using MessageLB.CommandLine.Transports;
using MessageLB.Core.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace MessageLB.CommandLine.Commands.Bench.Throughput;

/// <summary>How many messages per second pass through MessageLB, through a hop written by hand, and without any hop, on one broker, in one run.</summary>
internal sealed class ThroughputCommand : AppCommand
{
    private const int LeastMessages = 100;

    /// <summary>Beyond this the measuring process itself would be what is measured.</summary>
    private const double HighestRate = 20_000;

    private static readonly TimeSpan LongestConnect = TimeSpan.FromSeconds(5);

    private readonly Terminal _terminal;
    private readonly IReadOnlyList<IThroughputShape> _known;
    private readonly Option<IReadOnlyList<IThroughputShape>?> _shapes;
    private readonly Option<string?> _baseline = new("--baseline") { Description = $"Shape that the others are compared with. Default: {ThroughputOptions.DefaultBaseline}, or the first one if that is not measured.", HelpName = "name" };
    private readonly Option<string?> _broker = BrokerAddressOption.Create("one of its own, if RabbitMQ is installed on this machine");
    private readonly Option<int?> _rounds = ValueParser.Count("--rounds", $"How often each shape is measured. Default: {ThroughputOptions.DefaultRounds}.", 1, 1000);
    private readonly Option<int?> _messages = ValueParser.Count("--messages", $"Messages of each measurement; the first tenth warms up. Default: {ThroughputOptions.DefaultMessages}.", LeastMessages, 100_000_000);
    private readonly Option<int?> _size = ValueParser.Size("--size", $"Size of a message body, such as 64 or 4KiB. Default: {BenchSource.DefaultSize}.");
    private readonly Option<int?> _destinations = ValueParser.Count("--destinations", $"Destinations with one worker each; as many competing consumers where there is no hop. Default: {ThroughputOptions.DefaultDestinations}.", 1, 1000);
    private readonly Option<double?> _rate = ValueParser.RateOrMax("--rate", "Publish at this rate while workers are there, such as 2000/s, and tell the times to completion instead of the throughput. Default: max, all messages wait before a shape starts.");
    private readonly Option<bool> _json = new("--json") { Description = "Write the result as JSON." };

    public ThroughputCommand(Terminal terminal, IReadOnlyList<IThroughputShape> shapes)
        : base("throughput", "Messages per second, and what each costs, through MessageLB, a hop written by hand, and no hop at all: same broker, same messages.")
    {
        (_terminal, _known) = (terminal, shapes);
        _shapes = ValueParser.List<IThroughputShape>("--shapes", "names", $"What is measured: {NamesOf(shapes)}. Default: all; on your broker without those that need a plugin.", TryShape);
        foreach (var option in (Option[])[_shapes, _baseline, _broker, _rounds, _messages, _size, _destinations, _rate, _json]) Options.Add(option);
    }

    /// <inheritdoc />
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("every shape, on a broker of its own, a few minutes", "messagelb bench throughput"),
        new("MessageLB against no hop at all, with large messages", "messagelb bench throughput --shapes direct,messagelb --size 4KiB"),
        new("what the hop adds to the time of a message", "messagelb bench throughput --rate 2000/s --baseline direct"),
        new("the median ratio of hold mode", "messagelb bench throughput --json | jq '.shapes[] | select(.name == \"messagelb-hold\").ratio.median'"),
    ];

    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken stop)
    {
        var options = Read(arguments);
        var given = BrokerAddressOption.Read(arguments.GetValue(_broker), _terminal);
        if (given is { Hosts.Count: > 0 }) throw new CommandFailedException(ExitCodes.Usage, "--broker: shapes that connect to different nodes of a cluster cannot be compared; name one host.");
        var shapes = ShapesOn(own: given is null, arguments.GetValue(_shapes)?.Distinct().ToList());
        var baseline = BaselineOf(shapes, arguments.GetValue(_baseline));
        await using var own = given is null ? await OwnBroker.StartNewAsync(BrokerPrograms.Find(_terminal.Variable("PATH")), [.. shapes.Select(shape => shape.Plugin).OfType<string>()], _terminal.Time, stop) : null;
        var address = given ?? own!.Address;
        var transport = TransportFactory.Create(new BrokerConfig { Address = address }, NullLoggerFactory.Instance, _terminal.Time);
        if (options.Size > transport.MaxMessageSize) throw new MessageTooLargeException(options.Size, transport.MaxMessageSize);
        await new BrokerPreflight(transport, _terminal.Time).RunAsync(LongestConnect, Note, stop);
        var broker = new ThroughputBroker(address, transport, own is null ? null : () => own.Read().ProcessorTime, own is null ? null : own.ControlAsync);
        var results = await new ThroughputRun(options, shapes, broker, _terminal.Time, Note).RunAsync(stop);
        var report = ThroughputReport.Of(options, transport.Address, shapes, results, baseline);
        if (arguments.GetValue(_json))
        {
            await _terminal.Out.WriteLineAsync(report.ToJson());
            return ExitCodes.Ok;
        }

        var console = _terminal.CreateConsole();
        console.Write(new ThroughputView(console.Profile.Capabilities.Unicode).Draw(report));
        return ExitCodes.Ok;
    }

    private ThroughputOptions Read(ParseResult arguments)
    {
        var options = new ThroughputOptions
        {
            Rounds = arguments.GetValue(_rounds) ?? ThroughputOptions.DefaultRounds,
            Messages = arguments.GetValue(_messages) ?? ThroughputOptions.DefaultMessages,
            Size = arguments.GetValue(_size) ?? BenchSource.DefaultSize,
            Destinations = arguments.GetValue(_destinations) ?? ThroughputOptions.DefaultDestinations,
            Rate = arguments.GetValue(_rate) ?? 0,
        };
        if (options.Size < BenchMessages.LeastSize) throw new CommandFailedException(ExitCodes.Usage, $"--size: {options.Size} bytes do not hold the number of a message; {BenchMessages.LeastSize} is the least.");
        if (!options.Drains && options.Rate is < 1 or > HighestRate) throw new CommandFailedException(ExitCodes.Usage, string.Create(CultureInfo.InvariantCulture, $"--rate: {Figures.Rate(options.Rate)} is not from 1/s to {HighestRate:N0}/s; beyond that the measuring would be measured."));
        return options;
    }

    /// <summary>What is measured: what was named, or everything that can be measured there.</summary>
    private IReadOnlyList<IThroughputShape> ShapesOn(bool own, IReadOnlyList<IThroughputShape>? named)
    {
        var needy = own ? null : (named ?? _known).FirstOrDefault(shape => shape.Plugin is not null);
        if (needy is null) return named ?? _known;
        var why = $"needs the plugin {needy.Plugin}, which is turned on only in a broker that this command starts itself";
        if (named is not null) throw new CommandFailedException(ExitCodes.Usage, $"--shapes: \"{needy.Name}\" {why}; leave it out, or --broker and {BrokerAddressOption.Variable}.");
        Note($"{needy.Name} is left out: it {why}.");
        return [.. _known.Where(shape => shape.Plugin is null)];
    }

    private static IThroughputShape BaselineOf(IReadOnlyList<IThroughputShape> shapes, string? name)
    {
        var found = shapes.FirstOrDefault(shape => shape.Name == (name ?? ThroughputOptions.DefaultBaseline));
        if (found is null && name is not null) throw new CommandFailedException(ExitCodes.Usage, $"--baseline: \"{name}\" is not measured; there are {NamesOf(shapes)}. Name one of them, or add it to --shapes.");
        return found ?? shapes[0];
    }

    private bool TryShape(string text, out IThroughputShape value, out string? problem)
    {
        var found = _known.FirstOrDefault(shape => shape.Name == text);
        value = found ?? _known[0];
        problem = found is null ? $"is no shape; there are {NamesOf(_known)}" : null;
        return found is not null;
    }

    private static string NamesOf(IEnumerable<IThroughputShape> shapes) => string.Join(", ", shapes.Select(shape => shape.Name));

    private void Note(string text)
    {
        lock (_terminal) _terminal.Error.WriteLine($"messagelb: {text}");
    }
}

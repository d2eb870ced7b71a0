using System.CommandLine;
using System.Globalization;
using MessageLB.CommandLine.Help;
using MessageLB.CommandLine.Options;
using MessageLB.CommandLine.Terminals;
using MessageLB.Core.Configuration;
using MessageLB.Frames;
using MessageLB.Simulation;

namespace MessageLB.CommandLine.Commands.Capacity;

/// <summary>How many ingress queues, dispatchers and broker nodes a load takes, calculated from measured costs.</summary>
internal sealed class CapacityCommand : AppCommand
{
    private const double BitsPerGigabit = 1e9;
    private const double HighestRate = 1e9;

    private readonly Terminal _terminal;
    private readonly Option<double?> _rate = ValueParser.Create<double>("--rate", "rate", "Messages per second, such as 1000000 or 60M/min. Needed.", TryRate);
    private readonly Option<int?> _size = ValueParser.Size("--size", $"Size of a message body, such as 64 or 4KiB. Default: {CapacityRequest.DefaultSize}.");
    private readonly Option<CapacityShape?> _shape = ValueParser.Create<CapacityShape>("--shape", "name", $"How messages get to the workers: {CapacityShapeNames.All}. Default: {CapacityShapeNames.Of(default)}.", CapacityShapeNames.TryParse);
    private readonly Option<double?> _frame = ValueParser.Create<double>("--frame", "number", "Mean messages in a frame, 1 or more. Default: as many as when the costs were measured.", TryFrame);
    private readonly Option<double?> _work = ValueParser.Create<double>("--work", "duration", "Mean time that a worker needs for a message. Default: 10ms.", TryWork);
    private readonly Option<int?> _concurrency = ValueParser.Count("--concurrency", $"Messages that a worker handles at the same time. Default: {CapacityRequest.DefaultConcurrency}.", 1, 10_000);
    private readonly Option<string?> _costs = new("--costs") { Description = "File that bench throughput --json has written, for costs on your machines. Default: those of the documentation.", HelpName = "file" };
    private readonly Option<int?> _cores = ValueParser.Count("--cores-per-node", $"Cores of a broker node, and of a dispatcher. Default: {CapacityRequest.DefaultCoresPerNode}.", 1, 1024);
    private readonly Option<double?> _utilisation = ValueParser.Create<double>("--utilisation", "part", "Part of cores, queues and network that may be used, such as 0.6 or 60%. Default: 0.6.", TryPart);
    private readonly Option<int?> _hosts = ValueParser.Count("--vhosts", "Virtual hosts, or clusters, that the load is divided over; the dispatchers of each hear its own workers only. Default: 1.", 1, 10_000);
    private readonly Option<int?> _replicas = ValueParser.Count("--replicas", $"Members of a quorum queue. Default: {CapacityRequest.DefaultReplicas}.", 1, 9);
    private readonly Option<double?> _network = ValueParser.Create<double>("--network", "gbit", "What a broker node's network carries in each direction, in Gbit/s. Default: 10.", ValueParser.TryPositive);
    private readonly Option<bool> _json = new("--json") { Description = "Write the result as JSON." };

    public CapacityCommand(Terminal terminal)
        : base("capacity", "How many ingress queues, dispatchers and broker nodes a load takes, and why: a calculation from measured costs.")
    {
        _terminal = terminal;
        foreach (var option in (Option[])[_rate, _size, _shape, _frame, _work, _concurrency, _costs, _cores, _utilisation, _hosts, _replicas, _network, _json]) Options.Add(option);
    }

    /// <inheritdoc />
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("a million messages per second in frames", "messagelb capacity --rate 1000000 --shape frames --vhosts 16"),
        new("with the costs of your own machines, which bench throughput --json has written", "messagelb capacity --rate 1000000 --vhosts 16 --costs bench.json"),
        new("divided over 32 virtual hosts, in frames of four messages", "messagelb capacity --rate 1000000 --shape frames --frame 4 --vhosts 32"),
        new("what limits small nodes without replicas", "messagelb capacity --rate 50k/s --cores-per-node 4 --replicas 1 --json | jq .bottleneck"),
    ];

    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken stop)
    {
        var request = Read(arguments);
        var costs = arguments.GetValue(_costs) is { } file ? await CostsFile.ReadAsync(file, request.Shape, stop) : new CapacityCosts();
        var report = CapacityReport.Of(request, costs, CapacityModel.Of(request, costs));
        if (arguments.GetValue(_json))
        {
            await _terminal.Out.WriteLineAsync(report.ToJson());
            return ExitCodes.Ok;
        }

        var console = _terminal.CreateConsole();
        console.Write(new CapacityView(console.Profile.Capabilities.Unicode).Draw(report));
        return ExitCodes.Ok;
    }

    private CapacityRequest Read(ParseResult arguments)
    {
        var shape = arguments.GetValue(_shape) ?? default;
        var frame = arguments.GetValue(_frame);
        if (frame is not null && shape is CapacityShape.Plain or CapacityShape.Hold) throw new CommandFailedException(ExitCodes.Usage, $"--frame: {CapacityShapeNames.Of(shape)} has no frames; choose --shape frames or hold-frames.");
        return new CapacityRequest
        {
            Rate = arguments.GetValue(_rate) ?? throw new CommandFailedException(ExitCodes.Usage, "--rate: how many messages per second? Write a number, such as --rate 1000000."),
            Size = arguments.GetValue(_size) ?? CapacityRequest.DefaultSize,
            Shape = shape,
            Frame = frame,
            Work = arguments.GetValue(_work) is { } seconds ? TimeSpan.FromSeconds(seconds) : CapacityRequest.DefaultWork,
            Concurrency = arguments.GetValue(_concurrency) ?? CapacityRequest.DefaultConcurrency,
            CoresPerNode = arguments.GetValue(_cores) ?? CapacityRequest.DefaultCoresPerNode,
            Utilisation = arguments.GetValue(_utilisation) ?? CapacityRequest.DefaultUtilisation,
            VirtualHosts = arguments.GetValue(_hosts) ?? 1,
            Replicas = arguments.GetValue(_replicas) ?? CapacityRequest.DefaultReplicas,
            NetworkPerNode = arguments.GetValue(_network) is { } gigabits ? gigabits * BitsPerGigabit : CapacityRequest.DefaultNetworkPerNode,
        };
    }

    // A number alone is what most people write, and here it can mean nothing but messages per second.
    private static bool TryRate(string text, out double value, out string? problem)
    {
        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value) && !Rate.TryParse(text, out value, out problem)) return false;
        problem = value is >= 1 and <= HighestRate ? null : "is not from 1/s to 1000M/s";
        return problem is null;
    }

    private static bool TryFrame(string text, out double value, out string? problem)
    {
        if (!ValueParser.TryPositive(text, out value, out problem)) return false;
        problem = value is >= 1 and <= FrameFormat.MostMessages ? null : $"is not from 1 to {FrameFormat.MostMessages.ToString("N0", CultureInfo.InvariantCulture)}";
        return problem is null;
    }

    private static bool TryWork(string text, out double value, out string? problem)
    {
        value = 0;
        if (!Duration.TryParse(text, out var time, out problem)) return false;
        value = time.TotalSeconds;
        problem = value is >= 1e-6 and <= 3600 ? null : "is not from 1us to 1h";
        return problem is null;
    }

    private static bool TryPart(string text, out double value, out string? problem)
    {
        if (!Percentage.TryParse(text, out value, out problem)) return false;
        problem = value > 0 ? null : "leaves nothing to use; write a part above 0, such as 0.6";
        return problem is null;
    }
}

using System.CommandLine;
using System.Globalization;
using MessageLB.CommandLine.Help;
using MessageLB.CommandLine.Options;
using MessageLB.CommandLine.Terminals;
using MessageLB.CommandLine.Transports;
using MessageLB.Core.Configuration;
using MessageLB.Worker.Sample;
using Microsoft.Extensions.Logging.Abstractions;

namespace MessageLB.CommandLine.Commands.Bench.Latency;

/// <summary>Response times of MessageLB and of competing consumers, on one broker, in one run.</summary>
internal sealed class LatencyCommand : AppCommand
{
    private const string DefaultWork = "exp:5ms";

    /// <summary>Beyond this the measuring process itself would be what is measured.</summary>
    private const double HighestRate = 20_000;

    private static readonly TimeSpan LongestConnect = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestMean = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestDuration = TimeSpan.FromMinutes(10);

    private readonly Terminal _terminal;
    private readonly Option<string?> _broker = BrokerAddressOption.Create("none: the command needs one");
    private readonly Option<IReadOnlyList<string>?> _policies = ValueParser.List<string>("--policy", "names", $"Routing policies to compare with competing consumers. Default: {GroupConfig.DefaultAlgorithm}.", PolicyName.TryRead);
    private readonly Option<WindowConfig?> _window = ValueParser.Create<WindowConfig>("--window", "window", "Windows of MessageLB's destinations: auto, a number, concurrency+1. Default: auto.", TryWindow);
    private readonly Option<IReadOnlyList<int>?> _prefetch = ValueParser.List<int>("--prefetch", "numbers", "Prefetch of competing consumers; the first is what everything is compared with. Default: as the concurrency.", TryPrefetch);
    private readonly Option<IReadOnlyList<double>?> _speeds = ValueParser.List<double>("--speeds", "numbers", "Speed of each worker; 2 takes half the time. Default: 2,1,1,0.5.", ValueParser.TryPositive);
    private readonly Option<int?> _concurrency = ValueParser.Count("--concurrency", $"Messages that a worker handles at the same time. Default: {LatencyOptions.DefaultConcurrency}.", 1, 1000);
    private readonly Option<WorkDistribution?> _work = WorkOption.Create($"Time that a message takes at speed 1: const:5ms, exp:5ms, uniform:1ms-5ms, bimodal:5ms-105ms,5%, lognormal:5ms,1.5. Default: {DefaultWork}.");
    private readonly Option<double?> _load = ValueParser.Create<double>("--load", "number", "Part of the workers' capacity that arrives. Default: 0.7.", TryLoad);
    private readonly Option<int?> _rounds = ValueParser.Count("--rounds", $"How often each shape is measured. Default: {LatencyOptions.DefaultRounds}.", 1, 100);
    private readonly Option<TimeSpan?> _duration = ValueParser.Duration("--duration", "Arrivals measured, each shape and round. Default: 10s.");
    private readonly Option<TimeSpan?> _warmUp = ValueParser.Duration("--warm-up", "Arrivals before that, which are not measured. Default: 3s.");
    private readonly Option<int?> _size = ValueParser.Size("--size", $"Size of a message body, such as 256 or 4KiB. Default: {LatencyOptions.DefaultSize}.");
    private readonly Option<TimeSpan?> _timeout = ValueParser.Duration("--timeout", "Longest wait for the last completion after the last arrival. Default: 30s.");
    private readonly Option<int?> _seed = ValueParser.Count("--seed", "Seed of arrivals and work. Default: 1.", 0, int.MaxValue);
    private readonly Option<bool> _json = new("--json") { Description = "Write the result as JSON." };

    public LatencyCommand(Terminal terminal)
        : base("latency", "Response times of MessageLB over those of competing consumers: same broker, same workers, same messages at the same times.")
    {
        _terminal = terminal;
        foreach (var option in (Option[])[_broker, _policies, _window, _prefetch, _speeds, _concurrency, _work, _load, _rounds, _duration, _warmUp, _size, _timeout, _seed, _json]) Options.Add(option);
    }

    /// <inheritdoc />
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("four workers of uneven speed at 70 % of their capacity, about two and a half minutes", "messagelb bench latency --broker amqp://localhost"),
        new("two policies, nearly saturated", "messagelb bench latency --broker amqp://localhost --policy response_time,least_connections --load 0.9"),
        new("competing consumers with more prefetch too", "messagelb bench latency --broker amqp://localhost --prefetch 4,5,8"),
        new("the ratio of the 99th percentiles", "messagelb bench latency --broker amqp://localhost --json | jq '.shapes[1].ratio.median.p99'"),
    ];

    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken stop)
    {
        var options = Read(arguments);
        var broker = BrokerAddressOption.Read(arguments.GetValue(_broker), _terminal)
            ?? throw new CommandFailedException(ExitCodes.Usage, $"This measures on a RabbitMQ: name one with --broker amqp://host:5672/vhost, or with {BrokerAddressOption.Variable} in the environment.");
        var transport = TransportFactory.Create(new BrokerConfig { Address = broker }, NullLoggerFactory.Instance, _terminal.Time);
        if (options.Size > transport.MaxMessageSize) throw new MessageTooLargeException(options.Size, transport.MaxMessageSize);
        await new BrokerPreflight(transport, _terminal.Time).RunAsync(LongestConnect, Note, stop);
        var run = new LatencyRun(options, transport, _terminal.Time, Note);
        var report = LatencyReport.Of(options, transport.Address, run.Shapes, await run.RunAsync(stop));
        if (arguments.GetValue(_json))
        {
            await _terminal.Out.WriteLineAsync(report.ToJson());
            return ExitCodes.Ok;
        }

        var console = _terminal.CreateConsole();
        console.Write(new LatencyView(console.Profile.Capabilities.Unicode).Draw(report));
        return ExitCodes.Ok;
    }

    private LatencyOptions Read(ParseResult arguments)
    {
        var concurrency = arguments.GetValue(_concurrency) ?? LatencyOptions.DefaultConcurrency;
        var options = new LatencyOptions
        {
            Speeds = arguments.GetValue(_speeds) ?? LatencyOptions.DefaultSpeeds,
            Concurrency = concurrency,
            Work = arguments.GetValue(_work) ?? WorkDistribution.Parse(DefaultWork),
            Load = arguments.GetValue(_load) ?? LatencyOptions.DefaultLoad,
            Rounds = arguments.GetValue(_rounds) ?? LatencyOptions.DefaultRounds,
            Duration = arguments.GetValue(_duration) ?? LatencyOptions.DefaultDuration,
            WarmUp = arguments.GetValue(_warmUp) ?? LatencyOptions.DefaultWarmUp,
            Timeout = arguments.GetValue(_timeout) ?? LatencyOptions.DefaultTimeout,
            Prefetches = [.. (arguments.GetValue(_prefetch) ?? [concurrency]).Distinct()],
            Policies = [.. (arguments.GetValue(_policies) ?? [GroupConfig.DefaultAlgorithm]).Distinct()],
            Window = arguments.GetValue(_window) ?? WindowConfig.Auto,
            Size = arguments.GetValue(_size) ?? LatencyOptions.DefaultSize,
            Seed = arguments.GetValue(_seed) ?? 1,
        };
        Check(options);
        return options;
    }

    /// <exception cref="CommandFailedException">Values that are right one by one do not go together; all of it is told.</exception>
    private static void Check(LatencyOptions options)
    {
        string?[] problems =
        [
            options.Work.Mean <= TimeSpan.Zero || options.Work.Mean > LongestMean ? $"--work: {options.Work} has no mean above 0 and up to {LongestMean.TotalSeconds:0} s, of which load could be a part." : null,
            options.Work.Mean > TimeSpan.Zero && options.Rate > HighestRate ? string.Create(CultureInfo.InvariantCulture, $"--work, --load: {options.Rate:N0} messages would arrive per second; more than {HighestRate:N0} measure the measuring: make messages longer or workers fewer.") : null,
            options.Prefetches.Min() < options.Concurrency ? $"--prefetch: {options.Prefetches.Min()} is below the concurrency ({options.Concurrency}), so that workers would idle." : null,
            options.Duration < TimeSpan.FromSeconds(0.1) || options.Duration > LongestDuration ? $"--duration: {options.Duration.TotalSeconds:0.###} s is not from 0.1 s to {LongestDuration.TotalSeconds:0} s." : null,
            options.WarmUp > LongestDuration ? $"--warm-up: {options.WarmUp.TotalSeconds:0.###} s is more than {LongestDuration.TotalSeconds:0} s." : null,
            options.Size < BenchMessages.LeastSize ? $"--size: {options.Size} bytes do not hold the number of a message; {BenchMessages.LeastSize} is the least." : null,
            options.Speeds.Count > 200 ? $"--speeds: {options.Speeds.Count} workers are more than 200." : null,
        ];
        var found = problems.Where(p => p is not null).ToList();
        if (found.Count > 0) throw new CommandFailedException(ExitCodes.Usage, string.Join($"{Environment.NewLine}messagelb: ", found));
    }

    private void Note(string text)
    {
        lock (_terminal) _terminal.Error.WriteLine($"messagelb: {text}");
    }

    private static bool TryLoad(string text, out double value, out string? problem)
    {
        problem = "is not a number above 0 and below 1, such as 0.7";
        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value) || value is <= 0 or >= 1) return false;
        problem = null;
        return true;
    }

    private static bool TryPrefetch(string text, out int value, out string? problem) => ValueParser.TryCount(text, 1, GroupConfig.LargestPrefetch, out value, out problem);

    private static bool TryWindow(string text, out WindowConfig value, out string? problem) => WindowConfig.TryParse(text, out value, out problem);
}

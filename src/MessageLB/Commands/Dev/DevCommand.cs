using System.CommandLine;
using MessageLB.CommandLine.Help;
using MessageLB.CommandLine.Options;
using MessageLB.CommandLine.Terminals;
using MessageLB.CommandLine.Transports;
using MessageLB.Core.Configuration;
using MessageLB.Worker.Sample;
using Microsoft.Extensions.Logging.Abstractions;

namespace MessageLB.CommandLine.Commands.Dev;

/// <summary>Shows the whole of MessageLB at work in one process.</summary>
internal sealed class DevCommand : AppCommand
{
    private const int MostWorkers = 200;
    private const int MostMessages = 100_000_000;
    private const string DefaultWork = "exp:5ms";

    private readonly Terminal _terminal;
    private readonly Option<int?> _workers = ValueParser.Count("--workers", "Workers, named a, b, c … Default: as many as there are speeds or weights, else 4.", 1, MostWorkers);
    private readonly Option<IReadOnlyList<double>?> _speeds = ValueParser.List<double>("--speeds", "numbers", "Speed of each worker; 2 takes half the time. Default: 2,1,1,0.5, or as the weights say.", ValueParser.TryPositive);
    private readonly Option<IReadOnlyList<int>?> _weights = ValueParser.List<int>("--weights", "numbers", "Weight of each worker. Default: all the same.", TryWeight);
    private readonly Option<int?> _concurrency = ValueParser.Count("--concurrency", $"Messages that a worker handles at the same time. Default: {DevOptions.DefaultConcurrency}.", 1, 1000);
    private readonly Option<WorkDistribution?> _work = WorkOption.Create($"Time that a message takes at speed 1: none, const:5ms, exp:5ms, uniform:1ms-5ms, bimodal:5ms-105ms,5%, lognormal:5ms,1.5. Default: {DefaultWork}.");
    private readonly Option<SlowDown?> _slowDown = SlowDownOption.Create("Let the first worker become slower: 4@30s takes four times as long from 30 s after its first message. Default: never.");
    private readonly Option<TimeSpan?> _adjust = ValueParser.Create<TimeSpan>("--adjust", "duration", "Adjust the weights to what the workers can do, this often: 1s to 1h. Default: not.", TryInterval);
    private readonly Option<WindowConfig?> _window = ValueParser.Create<WindowConfig>("--window", "window", "Most messages in flight at each worker: auto, a number, concurrency+1. Default: auto.", TryWindow);
    private readonly Option<double?> _rate = ValueParser.RateOrMax("--rate", "Messages published per second, such as 2000/s; max or 0 for as fast as possible. Default: 2000/s.");
    private readonly Option<int?> _messages = ValueParser.Count("--messages", "Messages to publish. Default: 20000, or no limit with --duration.", 1, MostMessages);
    private readonly Option<TimeSpan?> _duration = ValueParser.Duration("--duration", "Time to publish; the run ends with this or --messages, whichever comes first. Default: 30s, or no limit with --messages.");
    private readonly Option<string?> _policy = PolicyName.Create($"Routing policy. Default: {GroupConfig.DefaultAlgorithm}.");
    private readonly Option<int?> _size = ValueParser.Size("--size", $"Size of a message body, such as 256 or 4KiB. Default: {DevOptions.DefaultSize}.");
    private readonly Option<string?> _broker = BrokerAddressOption.Create("the embedded transport");
    private readonly Option<TimeSpan?> _timeout = ValueParser.Duration("--timeout", "Give up when nothing moves for this time. Default: 30s.");
    private readonly Option<int?> _seed = ValueParser.Count("--seed", "Seed of the times that messages take. Default: 1.", 0, int.MaxValue);
    private readonly Option<bool> _json = new("--json") { Description = "Write only the summary, as JSON." };

    public DevCommand(Terminal terminal)
        : base("dev", "See it work: a dispatcher, sample workers and a publisher in one process, with a live view and a summary.")
    {
        _terminal = terminal;
        foreach (var option in (Option[])[_workers, _speeds, _weights, _concurrency, _work, _slowDown, _adjust, _window, _rate, _messages, _duration, _policy, _size, _broker, _timeout, _seed, _json]) Options.Add(option);
    }

    /// <inheritdoc />
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("ten seconds on the embedded transport", "messagelb dev"),
        new("the same on RabbitMQ, only the result", "messagelb dev --broker amqp://localhost --json"),
        new("shares by weight", "messagelb dev --policy weighted_round_robin --weights 5,3,2"),
        new("a worker slows down, and its weight follows", "messagelb dev --policy weighted_round_robin --speeds 1,1,1,1 --rate 500/s --duration 40s --slow-down 4@10s --adjust 2s"),
        new("how much goes through", "messagelb dev --rate max --work none --messages 200000"),
    ];

    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken stop)
    {
        var options = Read(arguments);
        var transport = TransportFactory.Create(new BrokerConfig { Address = options.Broker }, NullLoggerFactory.Instance, _terminal.Time);
        if (options.Size > transport.MaxMessageSize) throw new MessageTooLargeException(options.Size, transport.MaxMessageSize);
        var console = _terminal.CreateConsole();
        var view = new DevView(options, transport.Address, console.Profile.Capabilities.Unicode);
        IDevScreen screen = _terminal.OutIsInteractive && !options.Json ? new LiveScreen(console, view) : new LineScreen(_terminal, options.Json);
        var result = await new DevRun(options, transport, screen, _terminal.Time).RunAsync(stop);
        if (options.Json) await _terminal.Out.WriteLineAsync(result.Summary.ToJson());
        else console.Write(view.DrawSummary(result.Picture, result.Summary));
        if (result.Complaint is null) return ExitCodes.Ok;
        await _terminal.Error.WriteLineAsync($"messagelb: {result.Complaint}.");
        return ExitCodes.Timeout;
    }

    private DevOptions Read(ParseResult arguments)
    {
        var messages = arguments.GetValue(_messages);
        var duration = arguments.GetValue(_duration);
        var neither = messages is null && duration is null;
        return new DevOptions
        {
            Workers = DevCrew.Create(arguments.GetValue(_workers), arguments.GetValue(_speeds), arguments.GetValue(_weights)),
            Concurrency = arguments.GetValue(_concurrency) ?? DevOptions.DefaultConcurrency,
            Work = arguments.GetValue(_work) ?? WorkDistribution.Parse(DefaultWork),
            SlowDown = arguments.GetValue(_slowDown),
            Window = arguments.GetValue(_window) ?? WindowConfig.Auto,
            Adjust = arguments.GetValue(_adjust),
            Rate = arguments.GetValue(_rate) ?? DevOptions.DefaultRate,
            Messages = neither ? DevOptions.DefaultMessages : messages,
            Duration = neither ? DevOptions.DefaultDuration : duration,
            Policy = arguments.GetValue(_policy) ?? GroupConfig.DefaultAlgorithm,
            Size = arguments.GetValue(_size) ?? DevOptions.DefaultSize,
            Broker = BrokerAddressOption.Read(arguments.GetValue(_broker), _terminal),
            Timeout = arguments.GetValue(_timeout) ?? DevOptions.DefaultTimeout,
            Seed = arguments.GetValue(_seed) ?? 1,
            Json = arguments.GetValue(_json),
        };
    }

    private static bool TryInterval(string text, out TimeSpan value, out string? problem)
    {
        if (!Core.Configuration.Duration.TryParse(text, out value, out problem)) return false;
        if (value >= TimeSpan.FromSeconds(1) && value <= TimeSpan.FromHours(1)) return true;
        problem = "is out of range: must be 1s to 1h";
        return false;
    }

    private static bool TryWindow(string text, out WindowConfig value, out string? problem) => WindowConfig.TryParse(text, out value, out problem);

    private static bool TryWeight(string text, out int value, out string? problem) => ValueParser.TryCount(text, 0, 1_000_000, out value, out problem);
}

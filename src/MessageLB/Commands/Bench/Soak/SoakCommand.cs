using System.CommandLine;
using MessageLB.CommandLine.Commands.Bench.Processes;
using MessageLB.CommandLine.Help;
using MessageLB.CommandLine.Options;
using MessageLB.CommandLine.Terminals;
using MessageLB.CommandLine.Transports;
using MessageLB.Core.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace MessageLB.CommandLine.Commands.Bench.Soak;

/// <summary>Whether every message is accounted for after a long time with faults, on a real broker with real processes.</summary>
internal sealed class SoakCommand : AppCommand
{
    private static readonly TimeSpan LongestConnect = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LeastDuration = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MostDuration = TimeSpan.FromDays(1);

    private readonly Terminal _terminal;
    private readonly Option<string?> _broker = BrokerAddressOption.Create("one of its own, if RabbitMQ is installed on this machine");
    private readonly Option<TimeSpan?> _duration = ValueParser.Duration("--duration", "How long. Default: 10m.");
    private readonly Option<bool> _faults = new("--faults") { Description = "Do faults at random meanwhile: workers killed and stopped, a dispatcher killed, connections cut, queues deleted, and the broker restarted if it is its own." };
    private readonly Option<int?> _seed = ValueParser.Count("--seed", $"Seed of the faults. Default: {SoakOptions.DefaultSeed}.", 0, int.MaxValue);
    private readonly Option<int?> _workers = ValueParser.Count("--workers", $"Worker processes. Default: {SoakOptions.DefaultWorkers}.", 2, 20);
    private readonly Option<DeliveryMode?> _delivery = DeliveryOption.Create("When ingress messages are acknowledged: handoff (safe in a worker's queue) or hold (done). Default: handoff.");
    private readonly Option<bool> _json = new("--json") { Description = "Write the result as JSON." };

    public SoakCommand(Terminal terminal)
        : base("soak", "Publish for a long time, with faults, and account for every message.")
    {
        _terminal = terminal;
        foreach (var option in (Option[])[_broker, _duration, _faults, _seed, _workers, _delivery, _json]) Options.Add(option);
    }

    /// <inheritdoc />
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("ten minutes of faults, on a broker of its own", "messagelb bench soak --faults"),
        new("other faults", "messagelb bench soak --faults --duration 1m --seed 7"),
        new("in hold mode", "messagelb bench soak --faults --delivery hold"),
    ];

    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken stop)
    {
        var options = new SoakOptions(
            arguments.GetValue(_duration) ?? SoakOptions.DefaultDuration,
            arguments.GetValue(_faults),
            arguments.GetValue(_seed) ?? SoakOptions.DefaultSeed,
            arguments.GetValue(_workers) ?? SoakOptions.DefaultWorkers,
            SoakOptions.DefaultConcurrency,
            SoakOptions.DefaultWork,
            SoakOptions.DefaultLoad,
            SoakOptions.DefaultTimeout,
            arguments.GetValue(_delivery) ?? DeliveryMode.Handoff);
        if (options.Duration < LeastDuration || options.Duration > MostDuration) throw new CommandFailedException(ExitCodes.Usage, $"--duration: {options.Duration.TotalSeconds:0.###} s is not from {LeastDuration.TotalSeconds:0} s to {MostDuration.TotalHours:0} h.");
        var given = BrokerAddressOption.Read(arguments.GetValue(_broker), _terminal);
        await using var own = given is null ? await OwnBroker.StartNewAsync(BrokerPrograms.Find(_terminal.Variable("PATH")), [], _terminal.Time, stop) : null;
        var broker = given ?? own!.Address;
        var transport = TransportFactory.Create(new BrokerConfig { Address = broker }, NullLoggerFactory.Instance, _terminal.Time);
        await new BrokerPreflight(transport, _terminal.Time).RunAsync(LongestConnect, Note, stop);
        await using var proxy = CuttingProxy.To(broker);
        var way = proxy is null ? transport : TransportFactory.Create(new BrokerConfig { Address = proxy.Address }, NullLoggerFactory.Instance, _terminal.Time);
        var report = await new SoakRun(options, new SoakBroker(broker, transport, way, own, proxy), _terminal.Time, Note).RunAsync(stop);
        if (arguments.GetValue(_json)) await _terminal.Out.WriteLineAsync(report.ToJson());
        else _terminal.CreateConsole().Write(SoakView.Draw(report));
        return report.Holds ? ExitCodes.Ok : ExitCodes.Broken;
    }

    private void Note(string text)
    {
        lock (_terminal) _terminal.Error.WriteLine($"messagelb: {text}");
    }
}

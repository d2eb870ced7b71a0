using System.CommandLine;
using MessageLB.CommandLine.Help;
using MessageLB.CommandLine.Options;
using MessageLB.CommandLine.Terminals;
using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.DeadLetters;

namespace MessageLB.CommandLine.Commands.Dead;

/// <summary>Sends dead letters to their group again.</summary>
internal sealed class DeadReplayCommand : AppCommand
{
    private readonly Terminal _terminal;
    private readonly DeadBroker _broker;
    private readonly DeadFilterOptions _filter;
    private readonly Option<int?> _limit = ValueParser.Count("--limit", "Most messages to replay. Default: no limit.", 1, int.MaxValue);
    private readonly Option<double?> _rate = ValueParser.RateOrMax("--rate", "Messages per second, such as 100/s. Default: max.");
    private readonly Option<int?> _canary = ValueParser.Count("--canary", "Messages that go ahead; the rest follows if none of them is a dead letter again. Default: 0.", 0, 1000);
    private readonly Option<TimeSpan?> _canaryWait = ValueParser.Create<TimeSpan>("--canary-wait", "duration", "How long the rest waits for those, up to 10m. Default: 10s.", TryWait);
    private readonly Option<long?> _stopAfter = ValueParser.Create<long>("--stop-after", "number", "Stop when so many are dead letters again, or never. Default: 10.", TryStopAfter);
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only say what would be replayed." };
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Do not ask." };
    private readonly Option<bool> _json = new("--json") { Description = "Write the result as JSON." };

    public DeadReplayCommand(Terminal terminal)
        : base("replay", "Send dead letters to their group again, as if they had never failed; those that fail again come back marked as replayed.")
    {
        _terminal = terminal;
        (_broker, _filter) = (new DeadBroker(terminal), new DeadFilterOptions(terminal.Time));
        _broker.AddTo(this);
        _filter.AddTo(this);
        foreach (var option in (Option[])[_limit, _rate, _canary, _canaryWait, _stopAfter, _dryRun, _yes, _json]) Options.Add(option);
    }

    /// <inheritdoc />
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("what would be sent", "messagelb dead replay orders --error TimeoutException --dry-run --broker amqp://localhost"),
        new("all, one ahead of the rest, then 100 a second", "messagelb dead replay orders --canary 1 --rate 100/s --broker amqp://localhost"),
        new("one message", "messagelb dead replay orders --id 4711 --limit 1 --yes --broker amqp://localhost"),
    ];

    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken stop)
    {
        var (group, json) = (_broker.Group(arguments), arguments.GetValue(_json));
        var options = Read(arguments);
        await using var session = await _broker.OpenAsync(arguments, stop);
        var run = new DeadPassRun(_terminal, session, group, "replay", "replayed");
        if (arguments.GetValue(_dryRun)) return await run.TryAsync(options.Filter, options.Most, json, stop);
        if (!arguments.GetValue(_yes) && !await run.AskAsync("Replay", options.Filter, stop)) return ExitCodes.Ok;
        return await run.RunAsync((office, tally) => office.ReplayAsync(options, tally, stop), json);
    }

    private ReplayOptions Read(ParseResult arguments)
    {
        var defaults = new ReplayOptions();
        return new ReplayOptions
        {
            Filter = _filter.Read(arguments),
            Most = arguments.GetValue(_limit) ?? defaults.Most,
            PerSecond = arguments.GetValue(_rate) ?? 0,
            Canary = arguments.GetValue(_canary) ?? 0,
            CanaryWait = arguments.GetValue(_canaryWait) ?? defaults.CanaryWait,
            StopAfter = arguments.GetValue(_stopAfter) switch { null => defaults.StopAfter, 0 => null, var number => number },
        };
    }

    private static bool TryWait(string text, out TimeSpan value, out string? problem)
    {
        if (!Duration.TryParse(text, out value, out problem)) return false;
        if (value <= ReplayOptions.LongestCanaryWait) return true;
        problem = "is out of range: must be 0s to 10m";
        return false;
    }

    private static bool TryStopAfter(string text, out long value, out string? problem)
    {
        (value, problem) = (0, null);
        if (text == "never") return true;
        if (ValueParser.TryCount(text, 1, int.MaxValue, out var number, out problem)) value = number;
        else problem += ", nor never";
        return problem is null;
    }
}

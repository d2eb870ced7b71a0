using System.CommandLine;
using MessageLB.CommandLine.Commands.Simulate;
using MessageLB.CommandLine.Help;
using MessageLB.CommandLine.Options;
using MessageLB.CommandLine.Terminals;
using MessageLB.Core.Recommendations;
using MessageLB.Core.Routing;
using MessageLB.Simulation;

namespace MessageLB.CommandLine.Commands.Recommend;

/// <summary>Says what would make a running group better, after it was simulated here: the dispatcher only tells what it knows.</summary>
internal sealed class RecommendCommand : AppCommand
{
    private const int MostSeeds = 1000;

    private static readonly TimeSpan DefaultWindow = TimeSpan.FromMinutes(5);
    private static readonly RecommenderOptions Defaults = new();

    private readonly Terminal _terminal;
    private readonly Argument<string?> _group = new("group") { Description = "Group to judge. Default: all.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<TimeSpan?> _window = WindowOption.Create("5m");
    private readonly Option<double?> _gain = ValueParser.Fraction("--min-gain", "Least part of p99 or mean that a change must gain. Default: 5 %.");
    private readonly Option<int?> _messages = ValueParser.Count("--messages", "Messages of each simulated run. Default: 40,000.", 1000, 10_000_000);
    private readonly Option<int?> _seeds = ValueParser.Count("--seeds", "Runs of each change, with different arrivals. Default: 5.", 2, MostSeeds);
    private readonly Option<bool> _all = new("--all") { Description = "Show too what was simulated and is not worth it." };
    private readonly Option<bool> _json = new("--json") { Description = "Write everything as JSON." };
    private readonly Option<string?> _url = HttpAddress.CreateOption("--url", "Address of the dispatcher's HTTP API.");

    public RecommendCommand(Terminal terminal)
        : base("recommend", "Say what would make a group better, such as other weights, another policy, a wider window, or more workers: each change is simulated with what was measured before it is named.")
    {
        _terminal = terminal;
        Arguments.Add(_group);
        foreach (var option in (Option[])[_window, _gain, _messages, _seeds, _all, _json, _url]) Options.Add(option);
    }

    /// <inheritdoc />
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("what would make it better, and the evidence", "messagelb recommend orders"),
        new("by the last minute, after a change", "messagelb recommend orders --window 1m"),
        new("what was tried too, and why it is not worth it", "messagelb recommend orders --all"),
        new("the settings to change, for a script", "messagelb recommend orders --json | jq -r '.groups[].recommendations[].changes[] | \"\\(.path)=\\(.to)\"'"),
    ];

    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken stop)
    {
        using var client = new SituationClient(HttpAddress.Read(arguments.GetValue(_url), _terminal), _terminal);
        var situations = await client.ReadAsync(arguments.GetValue(_group), arguments.GetValue(_window) ?? DefaultWindow, stop);
        var options = new RecommenderOptions
        {
            LeastGain = arguments.GetValue(_gain) ?? Defaults.LeastGain,
            Messages = arguments.GetValue(_messages) ?? Defaults.Messages,
            Seeds = arguments.GetValue(_seeds) is { } seeds ? [.. Enumerable.Range(1, seeds)] : Defaults.Seeds,
        };
        var reports = new List<RecommendationReport>();
        foreach (var situation in situations) reports.Add(await JudgeAsync(situation, options, stop));
        if (arguments.GetValue(_json)) await _terminal.Out.WriteLineAsync(RecommendAnswer.ToJson(reports));
        else Show(reports, arguments.GetValue(_all));
        return ExitCodes.Ok;
    }

    private async Task<RecommendationReport> JudgeAsync(GroupSituation situation, RecommenderOptions options, CancellationToken stop)
    {
        using var progress = new SimulateProgress(_terminal);
        var recommender = new Recommender(RoutingPolicyRegistry.BuiltIn);
        // It computes for seconds; the command must hear Ctrl-C meanwhile.
        return await Task.Run(() => recommender.Recommend(situation, options, progress.IsShown ? progress : null, stop), CancellationToken.None);
    }

    private void Show(IReadOnlyList<RecommendationReport> reports, bool all)
    {
        var console = _terminal.CreateConsole();
        console.Write(new RecommendView(all, console.Profile.Capabilities.Unicode).Draw(reports));
    }
}

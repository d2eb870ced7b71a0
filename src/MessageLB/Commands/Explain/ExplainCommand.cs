using System.CommandLine;
using MessageLB.CommandLine.Help;
using MessageLB.CommandLine.Options;
using MessageLB.CommandLine.Terminals;
using MessageLB.Dispatcher.Explaining;

namespace MessageLB.CommandLine.Commands.Explain;

/// <summary>Shows why messages went where they went, over the HTTP API of a running dispatcher.</summary>
internal sealed class ExplainCommand : AppCommand
{
    private static readonly TimeSpan DefaultWithin = TimeSpan.FromSeconds(5);

    private readonly Terminal _terminal;
    private readonly Argument<string?> _messageId = new("message-id")
    {
        Description = "A message that carried the header messagelb-debug: 1. Without one, the next decisions of a group.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _group = new("--group", "-g") { Description = "Group to watch. Default: the only one.", HelpName = "name" };
    private readonly Option<int?> _count = ValueParser.Count("--count", $"Decisions to show, 1 to {IDecisionExplanations.LargestSample}. Default: 1.", 1, IDecisionExplanations.LargestSample);
    private readonly Option<TimeSpan?> _within = ValueParser.Create<TimeSpan>("--within", "duration", "How long to wait for them, 100ms to 1m. Default: 5s.", TryWithin);
    private readonly Option<string?> _url = HttpAddress.CreateOption("--url", "Address of the dispatcher's HTTP API.");
    private readonly Option<bool> _json = new("--json") { Description = "Write the answer of the API as it is; with --watch one line each." };
    private readonly Option<bool> _watch = new("--watch", "-w") { Description = "Ask again and again until interrupted." };

    public ExplainCommand(Terminal terminal)
        : base("explain", "Show why a message, or the next ones of a group, went where it went: candidates, scores, who was left out and why.")
    {
        _terminal = terminal;
        Arguments.Add(_messageId);
        foreach (var option in (Option[])[_group, _count, _within, _watch, _json, _url]) Options.Add(option);
        Validators.Add(result =>
        {
            if (result.GetValue(_messageId) is null) return;
            foreach (var option in (Option[])[_group, _count, _within, _watch])
            {
                if (result.GetResult(option) is { Implicit: false }) result.AddError($"{option.Name} does not go with a message id: it is for watching a group.");
            }
        });
    }

    /// <inheritdoc />
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("the next decision of the only group", "messagelb explain"),
        new("20 decisions of one group, waiting for them at most 30 s", "messagelb explain --group orders --count 20 --within 30s"),
        new("a message that was published with the header messagelb-debug: 1", "messagelb explain order-4711"),
        new("who is left out, for a script", "messagelb explain --count 100 --json | jq '.decisions[].excluded[] | {name, cause, reason}'"),
    ];

    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken stop)
    {
        using var client = new ExplainClient(HttpAddress.Read(arguments.GetValue(_url), _terminal));
        var json = arguments.GetValue(_json);
        if (arguments.GetValue(_messageId) is { } messageId)
        {
            await ShowAsync(client, await client.FindAsync(messageId, stop), json);
            return ExitCodes.Ok;
        }

        var (group, count) = (arguments.GetValue(_group), arguments.GetValue(_count) ?? 1);
        var within = arguments.GetValue(_within) ?? DefaultWithin;
        if (arguments.GetValue(_watch)) return await WatchAsync(client, group, count, within, json, stop);
        if (await ShowAsync(client, await client.SampleAsync(group, count, within, stop), json) > 0) return ExitCodes.Ok;
        var whose = group is null ? string.Empty : $" in group '{group}'";
        await _terminal.Error.WriteLineAsync($"messagelb: nothing was decided{whose} within {within.TotalSeconds:0.#} s; 'messagelb status' tells whether messages arrive.");
        return ExitCodes.Timeout;
    }

    private async Task<int> WatchAsync(ExplainClient client, string? group, int count, TimeSpan within, bool json, CancellationToken stop)
    {
        try
        {
            while (true) await ShowAsync(client, await client.SampleAsync(group, count, within, stop), json);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCodes.Ok;
        }
    }

    /// <summary>Writes an answer; returns how many decisions are in it.</summary>
    private async Task<int> ShowAsync(ExplainClient client, string text, bool json)
    {
        var decisions = client.Read(text);
        if (json)
        {
            await _terminal.Out.WriteLineAsync(text);
            return decisions.Count;
        }

        var console = _terminal.CreateConsole();
        var view = new ExplainView(console.Profile.Capabilities.Unicode);
        foreach (var decision in decisions) console.Write(view.Draw(decision));
        return decisions.Count;
    }

    private static bool TryWithin(string text, out TimeSpan value, out string? problem)
    {
        if (!Core.Configuration.Duration.TryParse(text, out value, out problem)) return false;
        if (value >= TimeSpan.FromMilliseconds(100) && value <= IDecisionExplanations.LongestSample) return true;
        problem = "is out of range: must be 100ms to 1m";
        return false;
    }
}

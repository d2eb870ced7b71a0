using System.CommandLine;
using MessageLB.CommandLine.Help;
using MessageLB.CommandLine.Options;
using MessageLB.CommandLine.Terminals;

namespace MessageLB.CommandLine.Commands.Alerting;

/// <summary>Shows the alerts of a running dispatcher, over its HTTP API.</summary>
internal sealed class AlertsCommand : AppCommand
{
    private readonly Terminal _terminal;
    private readonly Option<string?> _group = new("--group") { Description = "Show the alerts of this group only. Default: all." };
    private readonly Option<bool> _recent = new("--recent") { Description = "Show those too that are over." };
    private readonly Option<string?> _url = HttpAddress.CreateOption("--url", "Address of the dispatcher's HTTP API.");
    private readonly Option<bool> _json = new("--json") { Description = "Write the answer of the API as it is, with everything." };

    public AlertsCommand(Terminal terminal)
        : base("alerts", "Show what is wrong: the alerts that fire, those that may, and the silences.")
    {
        _terminal = terminal;
        foreach (var option in (Option[])[_group, _recent, _json, _url]) Options.Add(option);
    }

    /// <inheritdoc />
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("what is wrong now", "messagelb alerts"),
        new("in one group, with what was wrong before", "messagelb alerts --group orders --recent"),
        new("how many fire, for a script", "messagelb alerts --json | jq '[.alerts[] | select(.status == \"firing\")] | length'"),
    ];

    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken stop)
    {
        using var client = new AlertsClient(HttpAddress.Read(arguments.GetValue(_url), _terminal));
        if (arguments.GetValue(_json))
        {
            await _terminal.Out.WriteLineAsync(await client.ReadTextAsync(stop));
            return ExitCodes.Ok;
        }

        var console = _terminal.CreateConsole();
        var view = new AlertsView(arguments.GetValue(_group), arguments.GetValue(_recent), console.Profile.Capabilities.Unicode);
        console.Write(view.Draw(await client.ReadAsync(stop)));
        return ExitCodes.Ok;
    }
}

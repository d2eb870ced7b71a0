using System.CommandLine;
using MessageLB.CommandLine.Help;
using MessageLB.CommandLine.Options;
using MessageLB.CommandLine.Terminals;

namespace MessageLB.CommandLine.Commands.Weights;

/// <summary>Shows the weights of a group and the latest adjustments.</summary>
internal sealed class WeightsShowCommand : AppCommand
{
    private const int DefaultLast = 10;
    private const int MostLast = 200;

    private readonly Terminal _terminal;
    private readonly Argument<string> _group = new("group") { Description = "Name of the group." };
    private readonly Option<int?> _last = ValueParser.Count("--last", $"Adjustments to show, the newest first. Default: {DefaultLast}.", 0, MostLast);
    private readonly Option<string?> _url = HttpAddress.CreateOption("--url", "Address of the dispatcher's HTTP API.");
    private readonly Option<bool> _json = new("--json") { Description = "Write the answer of the API as it is, with all adjustments that are remembered." };

    public WeightsShowCommand(Terminal terminal)
        : base("show", "Show each destination's configured and effective weight, and the latest adjustments with their reasons.")
    {
        _terminal = terminal;
        Arguments.Add(_group);
        foreach (var option in (Option[])[_last, _json, _url]) Options.Add(option);
    }

    /// <inheritdoc />
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("who has which weight, and why", "messagelb weights show orders"),
        new("only the weights", "messagelb weights show orders --last 0"),
        new("whose weight is lowered, for a script", "messagelb weights show orders --json | jq -r '.weights[] | select(.factor < 1).destination'"),
    ];

    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken stop)
    {
        using var client = new WeightsClient(HttpAddress.Read(arguments.GetValue(_url), _terminal));
        var text = await client.ReadTextAsync(arguments.GetRequiredValue(_group), stop);
        if (arguments.GetValue(_json))
        {
            await _terminal.Out.WriteLineAsync(text);
            return ExitCodes.Ok;
        }

        var console = _terminal.CreateConsole();
        console.Write(new WeightsView(arguments.GetValue(_last) ?? DefaultLast, console.Profile.Capabilities.Unicode).Draw(client.Read(text)));
        return ExitCodes.Ok;
    }
}

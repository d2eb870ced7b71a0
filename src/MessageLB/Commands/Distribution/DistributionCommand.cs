using System.CommandLine;
using MessageLB.CommandLine.Commands.Api;
using MessageLB.CommandLine.Help;
using MessageLB.CommandLine.Options;
using MessageLB.CommandLine.Terminals;
using MessageLB.Web.Api;
using MessageLB.Web.Distribution;

namespace MessageLB.CommandLine.Commands.Distribution;

/// <summary>Shows who got what, over the HTTP API of a running dispatcher.</summary>
internal sealed class DistributionCommand : AppCommand
{
    private readonly Terminal _terminal;
    private readonly Argument<string?> _group = new("group") { Description = "Group to show. Default: all.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<TimeSpan?> _window = WindowOption.Create();
    private readonly Option<string?> _url = HttpAddress.CreateOption("--url", "Address of the dispatcher's HTTP API.");
    private readonly Option<bool> _json = new("--json") { Description = "Write the answer of the API as it is, with every window." };

    public DistributionCommand(Terminal terminal)
        : base("distribution", "Show which part of the messages each destination got over the last minute, five minutes or hour, beside what the routing policy lets expect, and whether a difference is more than chance.")
    {
        _terminal = terminal;
        Arguments.Add(_group);
        foreach (var option in (Option[])[_window, _json, _url]) Options.Add(option);
    }

    /// <inheritdoc />
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("all groups, over the last minute", "messagelb distribution"),
        new("one group, over the last hour", "messagelb distribution orders --window 1h"),
        new("who gets more or less than expected, for a script", "messagelb distribution orders --json | jq '.windows[1].destinations[] | select(.skewed).name'"),
    ];

    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken stop)
    {
        using var client = new GroupViewClient<DistributionResponse, GroupDistributionResponse>(
            HttpAddress.Read(arguments.GetValue(_url), _terminal), "distribution", ApiJsonContext.Readable.DistributionResponse, ApiJsonContext.Readable.GroupDistributionResponse, all => all.Groups);
        var group = arguments.GetValue(_group);
        if (arguments.GetValue(_json))
        {
            await _terminal.Out.WriteLineAsync(await client.ReadTextAsync(group, stop));
            return ExitCodes.Ok;
        }

        var console = _terminal.CreateConsole();
        console.Write(new DistributionView(arguments.GetValue(_window) ?? WindowOption.Default, console.Profile.Capabilities.Unicode).Draw(await client.ReadAsync(group, stop)));
        return ExitCodes.Ok;
    }
}

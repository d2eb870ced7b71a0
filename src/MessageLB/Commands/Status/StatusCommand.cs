using System.CommandLine;
using MessageLB.CommandLine.Help;
using MessageLB.CommandLine.Options;
using MessageLB.CommandLine.Terminals;

namespace MessageLB.CommandLine.Commands.Status;

/// <summary>Shows what a running dispatcher knows, over its HTTP API.</summary>
internal sealed class StatusCommand : AppCommand
{
    private readonly Terminal _terminal;
    private readonly Option<string?> _url = HttpAddress.CreateOption("--url", "Address of the dispatcher's HTTP API.");
    private readonly Option<bool> _json = new("--json") { Description = "Write the answer of the API as it is; with --watch one line each." };
    private readonly Option<bool> _watch = new("--watch", "-w") { Description = "Show it again and again until interrupted." };
    private readonly Option<TimeSpan?> _interval = ValueParser.Duration("--interval", "Time between two looks with --watch. Default: 1s.");

    public StatusCommand(Terminal terminal)
        : base("status", "Show groups and destinations of a running dispatcher: state, share, rate, in-flight, response time.")
    {
        _terminal = terminal;
        Options.Add(_url);
        Options.Add(_json);
        Options.Add(_watch);
        Options.Add(_interval);
    }

    /// <inheritdoc />
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("one look at the dispatcher on this machine", "messagelb status"),
        new("keep looking", "messagelb status --watch"),
        new("share of each destination, for a script", "messagelb status --json | jq '.groups[].destinations[] | {name, share}'"),
    ];

    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken stop)
    {
        using var client = new StatusClient(HttpAddress.Read(arguments.GetValue(_url), _terminal));
        if (!arguments.GetValue(_watch)) return await ShowOnceAsync(client, arguments.GetValue(_json), stop);
        var interval = arguments.GetValue(_interval) ?? TimeSpan.FromSeconds(1);
        await new StatusWatch(client, _terminal, interval).RunAsync(arguments.GetValue(_json), stop);
        return ExitCodes.Ok;
    }

    private async Task<int> ShowOnceAsync(StatusClient client, bool json, CancellationToken stop)
    {
        if (json)
        {
            await _terminal.Out.WriteLineAsync(await client.ReadTextAsync(stop));
            return ExitCodes.Ok;
        }

        var console = _terminal.CreateConsole();
        console.Write(new StatusView(console.Profile.Capabilities.Unicode).Draw(await client.ReadAsync(stop), before: null));
        return ExitCodes.Ok;
    }
}

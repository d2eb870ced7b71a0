using System.CommandLine;
using MessageLB.CommandLine.Commands.Api;
using MessageLB.CommandLine.Help;
using MessageLB.CommandLine.Options;
using MessageLB.CommandLine.Terminals;
using MessageLB.Web.Api;
using MessageLB.Web.Performance;

namespace MessageLB.CommandLine.Commands.Performance;

/// <summary>Shows how destinations do over time, over the HTTP API of a running dispatcher.</summary>
internal sealed class PerformanceCommand : AppCommand
{
    private readonly Terminal _terminal;
    private readonly Argument<string?> _group = new("group") { Description = "Group to show. Default: all.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<TimeSpan?> _window = WindowOption.Create();
    private readonly Option<string?> _url = HttpAddress.CreateOption("--url", "Address of the dispatcher's HTTP API.");
    private readonly Option<bool> _json = new("--json") { Description = "Write the answer of the API as it is, with every window." };

    public PerformanceCommand(Terminal terminal)
        : base("performance", "Show throughput, service time, errors and availability of each destination over the last minute, five minutes or hour: what rises, what falls, what is out of the ordinary.")
    {
        _terminal = terminal;
        Arguments.Add(_group);
        foreach (var option in (Option[])[_window, _json, _url]) Options.Add(option);
    }

    /// <inheritdoc />
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("all groups, over the last minute", "messagelb performance"),
        new("one group, over the last hour", "messagelb performance orders --window 1h"),
        new("whose service time is out of the ordinary, for a script", "messagelb performance orders --json | jq '.destinations[] | select(.windows[0].service_time_ms.anomalous).name'"),
    ];

    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken stop)
    {
        using var client = new GroupViewClient<PerformanceResponse, GroupPerformanceResponse>(
            HttpAddress.Read(arguments.GetValue(_url), _terminal), "performance", ApiJsonContext.Readable.PerformanceResponse, ApiJsonContext.Readable.GroupPerformanceResponse, all => all.Groups);
        var group = arguments.GetValue(_group);
        if (arguments.GetValue(_json))
        {
            await _terminal.Out.WriteLineAsync(await client.ReadTextAsync(group, stop));
            return ExitCodes.Ok;
        }

        var console = _terminal.CreateConsole();
        console.Write(new PerformanceView(arguments.GetValue(_window) ?? WindowOption.Default, console.Profile.Capabilities.Unicode).Draw(await client.ReadAsync(group, stop)));
        return ExitCodes.Ok;
    }
}

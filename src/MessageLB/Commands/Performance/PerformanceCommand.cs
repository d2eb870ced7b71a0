using MessageLB.CommandLine.Commands.Api;
using MessageLB.CommandLine.Help;
using MessageLB.CommandLine.Terminals;
using MessageLB.Web.Api;
using MessageLB.Web.Performance;
using Spectre.Console.Rendering;

namespace MessageLB.CommandLine.Commands.Performance;

/// <summary>Shows how destinations do over time, over the HTTP API of a running dispatcher.</summary>
internal sealed class PerformanceCommand(Terminal terminal) : GroupViewCommand<PerformanceResponse, GroupPerformanceResponse>(
    terminal,
    "performance",
    "Show throughput, service times with percentiles, errors and availability of each destination over the last minute, five minutes or hour: what rises, what falls, what is out of the ordinary.",
    ApiJsonContext.Readable.PerformanceResponse,
    ApiJsonContext.Readable.GroupPerformanceResponse,
    all => all.Groups)
{
    /// <inheritdoc />
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("all groups, over the last minute", "messagelb performance"),
        new("one group, over the last hour", "messagelb performance orders --window 1h"),
        new("the 99th percentile of each destination's service times, for a script", "messagelb performance orders --json | jq '.destinations[] | {name, p99: .windows[0].service_time_p99_ms.value}'"),
        new("whose service time is out of the ordinary, for a script", "messagelb performance orders --json | jq '.destinations[] | select(.windows[0].service_time_ms.anomalous).name'"),
    ];

    protected override IRenderable Draw(IReadOnlyList<GroupPerformanceResponse> groups, TimeSpan window, bool unicode) => new PerformanceView(window, unicode).Draw(groups);
}

using MessageLB.CommandLine.Commands.Api;
using MessageLB.CommandLine.Help;
using MessageLB.CommandLine.Terminals;
using MessageLB.Web.Api;
using MessageLB.Web.Distribution;
using Spectre.Console.Rendering;

namespace MessageLB.CommandLine.Commands.Distribution;

/// <summary>Shows who got what, over the HTTP API of a running dispatcher.</summary>
internal sealed class DistributionCommand(Terminal terminal) : GroupViewCommand<DistributionResponse, GroupDistributionResponse>(
    terminal,
    "distribution",
    "Show which part of the messages each destination got over the last minute, five minutes or hour, beside what the routing policy lets expect, and whether a difference is more than chance.",
    ApiJsonContext.Readable.DistributionResponse,
    ApiJsonContext.Readable.GroupDistributionResponse,
    all => all.Groups)
{
    /// <inheritdoc />
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("all groups, over the last minute", "messagelb distribution"),
        new("one group, over the last hour", "messagelb distribution orders --window 1h"),
        new("who gets more or less than expected, for a script", "messagelb distribution orders --json | jq '.windows[1].destinations[] | select(.skewed).name'"),
    ];

    protected override IRenderable Draw(IReadOnlyList<GroupDistributionResponse> groups, TimeSpan window, bool unicode) => new DistributionView(window, unicode).Draw(groups);
}

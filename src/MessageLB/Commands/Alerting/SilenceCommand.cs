using System.CommandLine;
using MessageLB.CommandLine.Help;
using MessageLB.CommandLine.Terminals;

namespace MessageLB.CommandLine.Commands.Alerting;

/// <summary>Keeps alerts quiet, over the HTTP API of a running dispatcher.</summary>
internal sealed class SilenceCommand : Command, IHasExamples
{
    public SilenceCommand(Terminal terminal)
        : base("silence", "Keep alerts quiet for a while, see what is kept quiet, or end it.")
    {
        Subcommands.Add(new SilenceAddCommand(terminal));
        Subcommands.Add(new SilenceListCommand(terminal));
        Subcommands.Add(new SilenceRemoveCommand(terminal));
    }

    /// <inheritdoc />
    public IReadOnlyList<Example> Examples { get; } =
    [
        new("while a group is being worked on", "messagelb silence add --group orders --for 2h --comment \"new version\""),
        new("what is kept quiet", "messagelb silence list"),
        new("end it sooner", "messagelb silence remove 5f2b1c0a9d3e"),
    ];
}

using System.CommandLine;
using MessageLB.CommandLine.Help;
using MessageLB.CommandLine.Terminals;

namespace MessageLB.CommandLine.Commands.Weights;

/// <summary>Weights as configured and as in force.</summary>
internal sealed class WeightsCommand : Command, IHasExamples
{
    public WeightsCommand(Terminal terminal)
        : base("weights", "See the weights of a group as configured and as adjusted, and why; or put the configured ones in force again.")
    {
        Subcommands.Add(new WeightsShowCommand(terminal));
        Subcommands.Add(new WeightsResetCommand(terminal));
    }

    /// <inheritdoc />
    public IReadOnlyList<Example> Examples { get; } =
    [
        new("who has which weight, and why", "messagelb weights show orders"),
        new("back to what the configuration says", "messagelb weights reset orders"),
    ];
}

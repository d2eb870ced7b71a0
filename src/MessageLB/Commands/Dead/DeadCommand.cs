using System.CommandLine;
using MessageLB.CommandLine.Help;
using MessageLB.CommandLine.Terminals;

namespace MessageLB.CommandLine.Commands.Dead;

/// <summary>Dead letters, straight at the broker: no dispatcher need run.</summary>
internal sealed class DeadCommand : Command, IHasExamples
{
    public DeadCommand(Terminal terminal)
        : base("dead", "See the dead letters of a group, send them again, or delete them.")
    {
        Subcommands.Add(new DeadListCommand(terminal));
        Subcommands.Add(new DeadShowCommand(terminal));
        Subcommands.Add(new DeadReplayCommand(terminal));
        Subcommands.Add(new DeadPurgeCommand(terminal));
    }

    /// <inheritdoc />
    public IReadOnlyList<Example> Examples { get; } =
    [
        new("what they died of, the most frequent first", "messagelb dead list orders --by-error --broker amqp://localhost"),
        new("one of them, with its body", "messagelb dead show orders 4711 --broker amqp://localhost"),
        new("send those of one error again, one ahead of the rest, then 100 a second", "messagelb dead replay orders --error TimeoutException --canary 1 --rate 100/s --broker amqp://localhost"),
    ];
}

using System.CommandLine;
using MessageLB.CommandLine.Help;

namespace MessageLB.CommandLine.Commands;

/// <summary>A command of the executable: its options, its examples, and what it does.</summary>
internal abstract class AppCommand : Command, IHasExamples
{
    protected AppCommand(string name, string description)
        : base(name, description) => SetAction(ExecuteAsync);

    /// <inheritdoc />
    public abstract IReadOnlyList<Example> Examples { get; }

    /// <summary>Does what was asked; the result is one of <see cref="ExitCodes"/>.</summary>
    /// <param name="arguments">The command line, without errors.</param>
    /// <param name="stop">Asks for a graceful end.</param>
    protected abstract Task<int> ExecuteAsync(ParseResult arguments, CancellationToken stop);
}

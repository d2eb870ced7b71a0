using System.CommandLine;
using MessageLB.CommandLine.Help;
using MessageLB.CommandLine.Options;
using MessageLB.CommandLine.Terminals;

namespace MessageLB.CommandLine.Commands.Alerting;

/// <summary>Takes a silence away.</summary>
internal sealed class SilenceRemoveCommand : AppCommand
{
    private readonly Terminal _terminal;
    private readonly Argument<string> _id = new("id") { Description = "Identifier of the silence, as 'silence list' shows it." };
    private readonly Option<string?> _url = HttpAddress.CreateOption("--url", "Address of the dispatcher's HTTP API.");

    public SilenceRemoveCommand(Terminal terminal)
        : base("remove", "End a silence; alerts that fire under it are told at once.")
    {
        _terminal = terminal;
        Arguments.Add(_id);
        Options.Add(_url);
    }

    /// <inheritdoc />
    public override IReadOnlyList<Example> Examples { get; } = [new("end it", "messagelb silence remove 5f2b1c0a9d3e")];

    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken stop)
    {
        using var client = new AlertsClient(HttpAddress.Read(arguments.GetValue(_url), _terminal));
        var id = arguments.GetRequiredValue(_id);
        await client.RemoveAsync(id, stop);
        await _terminal.Out.WriteLineAsync($"Silence {id} is over.");
        return ExitCodes.Ok;
    }
}

using System.CommandLine;
using MessageLB.CommandLine.Help;
using MessageLB.CommandLine.Options;
using MessageLB.CommandLine.Terminals;

namespace MessageLB.CommandLine.Commands.Alerting;

/// <summary>Lists the silences.</summary>
internal sealed class SilenceListCommand : AppCommand
{
    private readonly Terminal _terminal;
    private readonly Option<string?> _url = HttpAddress.CreateOption("--url", "Address of the dispatcher's HTTP API.");

    public SilenceListCommand(Terminal terminal)
        : base("list", "Show what is kept quiet, and until when.")
    {
        _terminal = terminal;
        Options.Add(_url);
    }

    /// <inheritdoc />
    public override IReadOnlyList<Example> Examples { get; } = [new("what is kept quiet", "messagelb silence list")];

    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken stop)
    {
        using var client = new AlertsClient(HttpAddress.Read(arguments.GetValue(_url), _terminal));
        var silences = (await client.ReadAsync(stop)).Silences;
        foreach (var silence in silences) await _terminal.Out.WriteLineAsync(AlertsView.Describe(silence));
        if (silences.Count == 0) await _terminal.Out.WriteLineAsync("No silences.");
        return ExitCodes.Ok;
    }
}

using System.CommandLine;
using MessageLB.CommandLine.Help;
using MessageLB.CommandLine.Options;
using MessageLB.CommandLine.Terminals;

namespace MessageLB.CommandLine.Commands.Weights;

/// <summary>Puts the configured weights of a group in force again.</summary>
internal sealed class WeightsResetCommand : AppCommand
{
    private readonly Terminal _terminal;
    private readonly Argument<string> _group = new("group") { Description = "Name of the group." };
    private readonly Option<string?> _url = HttpAddress.CreateOption("--url", "Address of the dispatcher's HTTP API.");
    private readonly Option<bool> _json = new("--json") { Description = "Write the answer of the API as it is." };

    public WeightsResetCommand(Terminal terminal)
        : base("reset", "Put the configured weights of a group in force again, at the dispatcher that is asked; measuring begins anew.")
    {
        _terminal = terminal;
        Arguments.Add(_group);
        foreach (var option in (Option[])[_json, _url]) Options.Add(option);
    }

    /// <inheritdoc />
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("after a fault that is mended, without waiting for the next intervals", "messagelb weights reset orders"),
    ];

    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken stop)
    {
        using var client = new WeightsClient(HttpAddress.Read(arguments.GetValue(_url), _terminal));
        var group = arguments.GetRequiredValue(_group);
        var text = await client.ResetAsync(group, stop);
        await _terminal.Out.WriteLineAsync(arguments.GetValue(_json) ? text : Describe(group, client.ReadReset(text).Reset));
        return ExitCodes.Ok;
    }

    private static string Describe(string group, int reset) => reset switch
    {
        0 => $"{group}: all weights are as configured already.",
        1 => $"{group}: the configured weight of 1 destination is in force again.",
        _ => $"{group}: the configured weights of {reset} destinations are in force again.",
    };
}

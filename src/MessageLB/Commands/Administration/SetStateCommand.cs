using System.CommandLine;
using MessageLB.CommandLine.Help;
using MessageLB.CommandLine.Options;
using MessageLB.CommandLine.Terminals;

namespace MessageLB.CommandLine.Commands.Administration;

/// <summary>Takes a destination out of service, or brings it back, over the HTTP API of a running dispatcher.</summary>
internal sealed class SetStateCommand : AppCommand
{
    private readonly Terminal _terminal;
    private readonly string _verb;
    private readonly Argument<DestinationAddress> _destination = DestinationAddress.CreateArgument();
    private readonly Option<string?> _url = HttpAddress.CreateOption("--url", "Address of the dispatcher's HTTP API.");
    private readonly Option<bool> _json = new("--json") { Description = "Write the destination as the API tells it." };

    private SetStateCommand(Terminal terminal, string verb, string description, params IReadOnlyList<Example> examples)
        : base(verb, description)
    {
        (_terminal, _verb, Examples) = (terminal, verb, examples);
        Arguments.Add(_destination);
        foreach (var option in (Option[])[_json, _url]) Options.Add(option);
    }

    /// <inheritdoc />
    public override IReadOnlyList<Example> Examples { get; }

    public static SetStateCommand Maintenance(Terminal terminal) => new(
        terminal,
        "maintenance",
        "Take a destination out of service: nothing new goes there, and what waits in its queue goes to others.",
        new Example("while its machine is repaired", "messagelb maintenance orders/a"));

    public static SetStateCommand Resume(Terminal terminal) => new(
        terminal,
        "resume",
        "Bring a destination back that was drained or taken out of service.",
        new Example("after its machine was repaired", "messagelb resume orders/a"));

    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken stop)
    {
        using var client = new AdministrationClient(HttpAddress.Read(arguments.GetValue(_url), _terminal));
        var destination = arguments.GetRequiredValue(_destination);
        var text = await client.SetAsync(destination, _verb, stop);
        var state = client.Read(text);
        var reason = state.Reason is { } why ? $": {why}" : string.Empty;
        await _terminal.Out.WriteLineAsync(arguments.GetValue(_json) ? text : $"{destination} is {state.State}{reason}.");
        return ExitCodes.Ok;
    }
}

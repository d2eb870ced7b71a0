using System.CommandLine;
using MessageLB.CommandLine.Help;
using MessageLB.CommandLine.Options;
using MessageLB.CommandLine.Terminals;
using MessageLB.Core.Configuration;
using MessageLB.Web.Alerting;

namespace MessageLB.CommandLine.Commands.Alerting;

/// <summary>Makes a silence.</summary>
internal sealed class SilenceAddCommand : AppCommand
{
    private readonly Terminal _terminal;
    private readonly Option<string?> _alert = new("--alert") { Description = "Name of the alert, or its beginning and '*'." };
    private readonly Option<string?> _group = new("--group") { Description = "Name of the group, or its beginning and '*'." };
    private readonly Option<string?> _destination = new("--destination") { Description = "Name of the destination, or its beginning and '*'." };
    private readonly Option<string?> _severity = new("--max-severity") { Description = "Only alerts that are no more urgent: info, warning or critical." };
    private readonly Option<TimeSpan?> _for = ValueParser.Duration("--for", "How long, such as 2h. Default: 1h.");
    private readonly Option<string?> _comment = new("--comment") { Description = "Why, for others." };
    private readonly Option<string?> _url = HttpAddress.CreateOption("--url", "Address of the dispatcher's HTTP API.");
    private readonly Option<bool> _json = new("--json") { Description = "Write the silence as the API tells it." };

    public SilenceAddCommand(Terminal terminal)
        : base("add", "Keep alerts quiet for a while. They fire and end all the same, and nobody is told that they fire.")
    {
        _terminal = terminal;
        foreach (var option in (Option[])[_alert, _group, _destination, _severity, _for, _comment, _json, _url]) Options.Add(option);
    }

    /// <inheritdoc />
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("while a group is being worked on", "messagelb silence add --group orders --for 2h --comment \"new version\""),
        new("one alert of one destination", "messagelb silence add --alert MessageLBDestinationDown --group orders --destination a --for 1d"),
    ];

    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken stop)
    {
        using var client = new AlertsClient(HttpAddress.Read(arguments.GetValue(_url), _terminal));
        var text = await client.AddAsync(
            new SilenceRequest
            {
                Alert = arguments.GetValue(_alert),
                Group = arguments.GetValue(_group),
                Destination = arguments.GetValue(_destination),
                MaxSeverity = arguments.GetValue(_severity),
                Duration = Duration.Format(arguments.GetValue(_for) ?? TimeSpan.FromHours(1)),
                Comment = arguments.GetValue(_comment),
            },
            stop);
        await _terminal.Out.WriteLineAsync(arguments.GetValue(_json) ? text : $"Silence {AlertsView.Describe(client.Read(text))}");
        return ExitCodes.Ok;
    }
}

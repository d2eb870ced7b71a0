using System.CommandLine;
using MessageLB.CommandLine.Help;
using MessageLB.CommandLine.Options;
using MessageLB.CommandLine.Terminals;
using MessageLB.Web.Api;

namespace MessageLB.CommandLine.Commands.Administration;

/// <summary>Drains a destination over the HTTP API of a running dispatcher, and waits until it may be taken away.</summary>
internal sealed class DrainCommand : AppCommand
{
    private static readonly TimeSpan DefaultWithin = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private readonly Terminal _terminal;
    private readonly TimeProvider _time;
    private readonly Argument<DestinationAddress> _destination = DestinationAddress.CreateArgument();
    private readonly Option<TimeSpan?> _within = ValueParser.Create<TimeSpan>("--within", "duration", "How long to wait for it, up to 1h; 0s does not wait. Default: 5m.", TryWithin);
    private readonly Option<string?> _url = HttpAddress.CreateOption("--url", "Address of the dispatcher's HTTP API.");
    private readonly Option<bool> _json = new("--json") { Description = "Write the destination as the API tells it, at the end." };

    public DrainCommand(Terminal terminal, TimeProvider time)
        : base("drain", "Give a destination nothing new, and wait until it has finished what it has; 'resume' brings it back.")
    {
        (_terminal, _time) = (terminal, time);
        Arguments.Add(_destination);
        foreach (var option in (Option[])[_within, _json, _url]) Options.Add(option);
    }

    /// <inheritdoc />
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("before a worker is taken away; exit code 0 says that it may be", "messagelb drain orders/a"),
        new("no longer than a preStop hook has", "messagelb drain orders/a --within 25s"),
        new("say it and go on", "messagelb drain orders/a --within 0s"),
    ];

    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken stop)
    {
        using var client = new AdministrationClient(HttpAddress.Read(arguments.GetValue(_url), _terminal));
        var destination = arguments.GetRequiredValue(_destination);
        var within = arguments.GetValue(_within) ?? DefaultWithin;
        var started = _time.GetTimestamp();
        while (true)
        {
            // Draining what drains is the same as looking, and survives a dispatcher that was started again meanwhile.
            var text = await client.SetAsync(destination, "drain", stop);
            var state = client.Read(text);
            var isOver = IsOver(state);
            if (isOver || _time.GetElapsedTime(started) >= within)
            {
                await _terminal.Out.WriteLineAsync(arguments.GetValue(_json) ? text : Describe(destination, state));
                return isOver || within == TimeSpan.Zero ? ExitCodes.Ok : ExitCodes.Timeout;
            }

            await Task.Delay(Look, _time, stop);
        }
    }

    // Who is gone has nothing to finish any more; what waited there is handed to others.
    private static bool IsOver(DestinationResponse state) => state.State is "drained" or "left" or "lost";

    private static string Describe(DestinationAddress destination, DestinationResponse state) => state.State switch
    {
        "drained" => $"{destination} is drained: it may be taken away.",
        "left" or "lost" => $"{destination} is {state.State}: {state.Reason}.",
        _ => $"{destination} is {state.State}: {state.InFlight} in flight.",
    };

    private static bool TryWithin(string text, out TimeSpan value, out string? problem)
    {
        if (!Core.Configuration.Duration.TryParse(text, out value, out problem)) return false;
        if (value >= TimeSpan.Zero && value <= TimeSpan.FromHours(1)) return true;
        problem = "is out of range: must be 0s to 1h";
        return false;
    }
}

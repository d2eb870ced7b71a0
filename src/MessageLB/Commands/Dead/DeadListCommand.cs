using System.CommandLine;
using System.Text.Json;
using MessageLB.CommandLine.Help;
using MessageLB.CommandLine.Options;
using MessageLB.CommandLine.Terminals;
using MessageLB.Core.DeadLetters;
using MessageLB.Dispatcher.DeadLetters;
using MessageLB.Web.Api;
using MessageLB.Web.DeadLetters;

namespace MessageLB.CommandLine.Commands.Dead;

/// <summary>Lists dead letters, or what they died of.</summary>
internal sealed class DeadListCommand : AppCommand
{
    private const int DefaultLimit = 1000;

    private readonly Terminal _terminal;
    private readonly DeadBroker _broker;
    private readonly DeadFilterOptions _filter;
    private readonly Option<bool> _byError = new("--by-error") { Description = "What they died of in place of each: reason, error with ids and numbers left out, how many." };
    private readonly Option<int?> _limit = ValueParser.Count("--limit", $"Dead letters to look at, from the head of the queue, up to {DeadLetterOffice.MostBrowsed:N0}. Default: {DefaultLimit:N0}.", 1, DeadLetterOffice.MostBrowsed);
    private readonly Option<bool> _json = new("--json") { Description = "Write them as JSON, as the HTTP API does." };

    public DeadListCommand(Terminal terminal)
        : base("list", "List dead letters, or count them by what they died of. They stay where they are.")
    {
        _terminal = terminal;
        (_broker, _filter) = (new DeadBroker(terminal), new DeadFilterOptions(terminal.Time));
        _broker.AddTo(this);
        _filter.AddTo(this);
        foreach (var option in (Option[])[_byError, _limit, _json]) Options.Add(option);
    }

    /// <inheritdoc />
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("the first thousand", "messagelb dead list orders --broker amqp://localhost"),
        new("what up to a hundred thousand died of", "messagelb dead list orders --by-error --limit 100000 --broker amqp://localhost"),
        new("ids of those of the last hour", "messagelb dead list orders --since 1h --json --broker amqp://localhost | jq -r '.letters[].message_id'"),
    ];

    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken stop)
    {
        var (group, filter) = (_broker.Group(arguments), _filter.Read(arguments));
        var (letters, groups, isByError) = (new List<DeadLetterResponse>(), new DeadLetterGroups(), arguments.GetValue(_byError));
        BrowseCount count;
        await using (var session = await _broker.OpenAsync(arguments, stop))
        {
            count = await new DeadLetterOffice(session, group, _terminal.Time).BrowseAsync(arguments.GetValue(_limit) ?? DefaultLimit, 0, Look, stop);
        }

        if (arguments.GetValue(_json)) await _terminal.Out.WriteLineAsync(Json());
        else Draw();
        return ExitCodes.Ok;

        void Look(DeadLetter letter)
        {
            if (!filter.Matches(letter)) return;
            if (isByError) groups.Add(letter);
            else letters.Add(DeadLetterResponse.From(letter));
        }

        string Json() => isByError
            ? JsonSerializer.Serialize(new DeadGroupsResponse(group, count.Total, count.Looked, groups.Read()), ApiJsonContext.Readable.DeadGroupsResponse)
            : JsonSerializer.Serialize(new DeadLettersResponse(group, count.Total, count.Looked, letters), ApiJsonContext.Readable.DeadLettersResponse);

        void Draw()
        {
            var console = _terminal.CreateConsole();
            var view = new DeadView(console.Profile.Capabilities.Unicode);
            var meant = isByError ? groups.Read().Sum(g => g.Count) : letters.Count;
            if (meant > 0) console.Write(isByError ? view.Draw(groups.Read()) : view.Draw(letters));
            _terminal.Out.WriteLine(DeadView.Summary(group, count, meant));
        }
    }
}

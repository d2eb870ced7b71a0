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

/// <summary>Shows dead letters whole.</summary>
internal sealed class DeadShowCommand : AppCommand
{
    private const int DefaultLimit = 1000;
    private const int DefaultBytes = 4096;

    private readonly Terminal _terminal;
    private readonly DeadBroker _broker;
    private readonly DeadFilterOptions _filter;
    private readonly Argument<string?> _message = new("message-id") { Description = "Id of the message. Default: the first that is meant.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<int?> _count = ValueParser.Count("--count", "Most dead letters to show. Default: 1.", 1, 1000);
    private readonly Option<BodyForm?> _as = ValueParser.Create<BodyForm>("--as", "form", "How the body is shown: auto, text, json or hex. Default: auto.", TryForm);
    private readonly Option<int?> _bytes = ValueParser.Size("--bytes", $"Most of the body to show. Default: {DefaultBytes / 1024}KiB.");
    private readonly Option<int?> _limit = ValueParser.Count("--limit", $"Dead letters to look at, from the head of the queue. Default: {DefaultLimit:N0}.", 1, DeadLetterOffice.MostBrowsed);
    private readonly Option<bool> _json = new("--json") { Description = "Write them as JSON, as the HTTP API does." };

    public DeadShowCommand(Terminal terminal)
        : base("show", "Show a dead letter with its headers and its body. It stays where it is.")
    {
        _terminal = terminal;
        (_broker, _filter) = (new DeadBroker(terminal), new DeadFilterOptions(terminal.Time));
        _broker.AddTo(this);
        Arguments.Add(_message);
        _filter.AddTo(this);
        foreach (var option in (Option[])[_count, _as, _bytes, _limit, _json]) Options.Add(option);
    }

    /// <inheritdoc />
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("by its id", "messagelb dead show orders 4711 --broker amqp://localhost"),
        new("the first that failed with an error, byte by byte", "messagelb dead show orders --error JsonException --as hex --broker amqp://localhost"),
    ];

    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken stop)
    {
        var (group, filter) = (_broker.Group(arguments), _filter.Read(arguments));
        if (arguments.GetValue(_message) is { } id) filter = filter with { Ids = [.. filter.Ids, id] };
        var (most, bytes) = (arguments.GetValue(_count) ?? 1, arguments.GetValue(_bytes) ?? DefaultBytes);
        var letters = new List<DeadLetterResponse>();
        BrowseCount count;
        await using (var session = await _broker.OpenAsync(arguments, stop))
        {
            count = await new DeadLetterOffice(session, group, _terminal.Time).BrowseAsync(arguments.GetValue(_limit) ?? DefaultLimit, bytes, Look, stop);
        }

        if (arguments.GetValue(_json)) await _terminal.Out.WriteLineAsync(JsonSerializer.Serialize(new DeadLettersResponse(group, count.Total, count.Looked, letters), ApiJsonContext.Readable.DeadLettersResponse));
        else await _terminal.Out.WriteAsync(string.Join(_terminal.Out.NewLine, letters.Select(Draw)));
        if (letters.Count > 0) return ExitCodes.Ok;
        await _terminal.Error.WriteLineAsync($"messagelb: none is meant. {DeadView.Summary(group, count, count.Looked)}.");
        return ExitCodes.Data;

        void Look(DeadLetter letter)
        {
            if (letters.Count < most && filter.Matches(letter)) letters.Add(DeadLetterResponse.Whole(letter, arguments.GetValue(_as) ?? BodyForm.Auto, bytes));
        }
    }

    private string Draw(DeadLetterResponse letter) => string.Concat(DeadView.Describe(letter).Select(line => line + _terminal.Out.NewLine));

    private static bool TryForm(string text, out BodyForm value, out string? problem)
    {
        problem = "is not auto, text, json or hex";
        if (!Enum.TryParse(text, ignoreCase: true, out value) || !text.Equals(value.ToString(), StringComparison.OrdinalIgnoreCase)) return false;
        problem = null;
        return true;
    }
}

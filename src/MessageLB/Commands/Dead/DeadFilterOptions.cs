using System.CommandLine;
using System.Globalization;
using MessageLB.CommandLine.Commands.Publish;
using MessageLB.CommandLine.Options;
using MessageLB.Core.Configuration;
using MessageLB.Core.DeadLetters;

namespace MessageLB.CommandLine.Commands.Dead;

/// <summary>Which dead letters are meant; all options together.</summary>
internal sealed class DeadFilterOptions(TimeProvider time)
{
    private readonly Option<string?> _reason = new("--reason") { Description = "Only those with this reason, such as attempts, dropped, expired, deadline, quarantine or rejected.", HelpName = "reason" };
    private readonly Option<string?> _error = new("--error") { Description = "Only those whose last error starts with this; an error starts with its kind.", HelpName = "text" };
    private readonly Option<string?> _destination = new("--destination") { Description = "Only those that failed at this destination.", HelpName = "name" };
    private readonly Option<DateTimeOffset?> _since = Time("--since", "Only those that died then or later: a time such as 2026-11-26T08:00:00Z, or how long ago, such as 2h.", time);
    private readonly Option<DateTimeOffset?> _until = Time("--until", "Only those that died before that; written as --since.", time);
    private readonly Option<string[]> _id = new("--id") { Description = "Only the message with this id; may be given many times.", HelpName = "id", DefaultValueFactory = _ => [] };
    private readonly Option<string[]> _header = new("--header", "-H") { Description = "Only those with this header; may be given many times.", HelpName = "name=value", DefaultValueFactory = _ => [] };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_reason, _error, _destination, _since, _until, _id, _header]) command.Options.Add(option);
    }

    public DeadLetterFilter Read(ParseResult arguments) => new()
    {
        Reason = arguments.GetValue(_reason),
        Error = arguments.GetValue(_error),
        Destination = arguments.GetValue(_destination),
        Since = arguments.GetValue(_since),
        Until = arguments.GetValue(_until),
        Ids = arguments.GetValue(_id)!,
        Headers = [.. PublishHeaders.Parse(arguments.GetValue(_header)!)],
    };

    private static Option<DateTimeOffset?> Time(string name, string description, TimeProvider time) =>
        ValueParser.Create(name, "time", description, (string text, out DateTimeOffset value, out string? problem) => TryRead(text, time, out value, out problem));

    private static bool TryRead(string text, TimeProvider time, out DateTimeOffset value, out string? problem)
    {
        problem = null;
        if (Duration.TryParse(text, out var ago, out _))
        {
            value = time.GetUtcNow() - ago;
            return true;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out value)) return true;
        problem = "is neither a time such as 2026-11-26T08:00:00Z nor how long ago, such as 2h";
        return false;
    }
}

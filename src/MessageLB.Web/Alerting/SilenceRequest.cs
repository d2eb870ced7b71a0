using MessageLB.Core.Alerts;

namespace MessageLB.Web.Alerting;

/// <summary>A silence to be made.</summary>
public sealed record SilenceRequest
{
    private const int LongestText = 500;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>Pattern for the alert's name; null takes anything.</summary>
    public string? Alert { get; init; }

    /// <summary>The same for the group.</summary>
    public string? Group { get; init; }

    /// <summary>The same for the destination.</summary>
    public string? Destination { get; init; }

    /// <summary>Highest severity that is kept quiet: <c>info</c>, <c>warning</c> or <c>critical</c>; null for all.</summary>
    public string? MaxSeverity { get; init; }

    /// <summary>How long, as <c>2h</c> or <c>1d</c>; at most 30 days.</summary>
    public string? Duration { get; init; }

    /// <summary>Why.</summary>
    public string? Comment { get; init; }

    /// <summary>The silence; null if the request is wrong, and then <paramref name="problem"/> says what is.</summary>
    internal Silence? ToSilence(DateTimeOffset now, out string? problem)
    {
        problem = Problem(out var length, out var severity);
        if (problem is not null) return null;
        return new Silence
        {
            Id = Guid.NewGuid().ToString("n")[..12],
            Alert = Alert,
            Group = Group,
            Destination = Destination,
            MaxSeverity = severity,
            Until = now + length,
            Comment = Comment,
        };
    }

    private string? Problem(out TimeSpan length, out AlertSeverity? severity)
    {
        (length, severity) = (TimeSpan.Zero, null);
        if (new[] { Alert, Group, Destination, Comment }.Any(text => text?.Length > LongestText)) return $"No text may be longer than {LongestText} characters.";
        if ((Alert ?? Group ?? Destination ?? MaxSeverity) is null) return "This would silence everything: name an 'alert', a 'group', a 'destination' or a 'max_severity'; \"alert\": \"*\" if everything is meant.";
        if (Alert is { } name && !name.EndsWith('*') && AlertRules.Find(name) is null) return $"There is no alert '{name}'; docs/alerts.md lists them.";
        if (MaxSeverity is { } word)
        {
            if (!Enum.TryParse<AlertSeverity>(word, ignoreCase: true, out var known) || !Enum.IsDefined(known) || char.IsAsciiDigit(word[0])) return $"'max_severity' \"{word}\" is not one of info, warning, critical.";
            severity = known;
        }

        if (Duration is null) return "'duration' is missing: write how long, such as 2h.";
        if (!Core.Configuration.Duration.TryParse(Duration, out length, out var wrong)) return $"'duration' \"{Duration}\" {wrong}.";
        return length <= TimeSpan.Zero || length > Longest ? $"'duration' \"{Duration}\" is out of range: more than 0s, and 30d at most." : null;
    }
}

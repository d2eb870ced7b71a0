namespace MessageLB.Core.DeadLetters;

/// <summary>Which dead letters are meant: those that meet all that is said. Nothing said means every one. Immutable.</summary>
public sealed record DeadLetterFilter
{
    /// <summary>Every dead letter.</summary>
    public static DeadLetterFilter All { get; } = new();

    /// <summary>The reason, whole, without case.</summary>
    public string? Reason { get; init; }

    /// <summary>Beginning of the last error, which starts with its kind; without case.</summary>
    public string? Error { get; init; }

    /// <summary>Name of a destination at which it failed.</summary>
    public string? Destination { get; init; }

    /// <summary>Dead since this time or later. One that does not say since when is not meant.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Dead before this time. One that does not say since when is not meant.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Ids of messages; empty for any.</summary>
    public IReadOnlyCollection<string> Ids { get; init; } = [];

    /// <summary>Headers that it has with exactly these values as text.</summary>
    public IReadOnlyCollection<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Whether nothing is said.</summary>
    public bool IsAll => this is { Reason: null, Error: null, Destination: null, Since: null, Until: null, Ids.Count: 0, Headers.Count: 0 };

    /// <summary>Whether a dead letter is meant.</summary>
    public bool Matches(DeadLetter letter)
    {
        ArgumentNullException.ThrowIfNull(letter);
        if (Reason is not null && !letter.Reason.Equals(Reason, StringComparison.OrdinalIgnoreCase)) return false;
        if (Error is not null && letter.Error?.StartsWith(Error, StringComparison.OrdinalIgnoreCase) != true) return false;
        if (Destination is not null && !letter.Tried.Contains(Destination)) return false;
        if (Since is not null && !(letter.DeadAt >= Since)) return false;
        if (Until is not null && !(letter.DeadAt < Until)) return false;
        if (Ids.Count > 0 && (letter.MessageId is null || !Ids.Contains(letter.MessageId))) return false;
        foreach (var (name, value) in Headers)
        {
            if (HeaderText.Of(letter.Properties.Headers, name) != value) return false;
        }

        return true;
    }
}

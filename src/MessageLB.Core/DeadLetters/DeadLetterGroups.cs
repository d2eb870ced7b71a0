namespace MessageLB.Core.DeadLetters;

/// <summary>
/// Groups dead letters by reason, kind of error and pattern of error. Bounded: when there are <see cref="MostGroups"/>, letters that fit none
/// are counted together for each reason. One thread.
/// </summary>
public sealed class DeadLetterGroups
{
    /// <summary>Most groups that are kept apart.</summary>
    public const int MostGroups = 1000;

    /// <summary>Most destinations that are named for a group.</summary>
    public const int MostDestinations = FailureNotes.MostTried;

    /// <summary>Pattern of the letters that fit none of the groups.</summary>
    public const string Others = "(others)";

    private readonly Dictionary<(string Reason, string? Kind, string? Pattern), DeadLetterGroup> _groups = [];

    /// <summary>Takes a letter into account.</summary>
    public void Add(DeadLetter letter)
    {
        ArgumentNullException.ThrowIfNull(letter);
        var key = (letter.Reason, letter.ErrorKind, ErrorPattern.Of(letter.ErrorText));
        if (!_groups.ContainsKey(key) && _groups.Count >= MostGroups) key = (letter.Reason, null, Others);
        var known = _groups.GetValueOrDefault(key) ?? new DeadLetterGroup(key.Item1, key.Item2, key.Item3, 0, null, null, 0, [], null);
        _groups[key] = known with
        {
            Count = known.Count + 1,
            First = Deadlines.Earlier(known.First, letter.DeadAt),
            Last = letter.DeadAt is { } at && !(known.Last >= at) ? at : known.Last,
            Replayed = known.Replayed + (letter.Replayed > 0 ? 1 : 0),
            Destinations = With(known.Destinations, letter.Tried),
            SampleId = known.SampleId ?? letter.MessageId,
        };
    }

    /// <summary>The groups, the largest first, and among equals by reason and error.</summary>
    public IReadOnlyList<DeadLetterGroup> Read() =>
    [
        .. _groups.Values
            .OrderByDescending(g => g.Count)
            .ThenBy(g => g.Reason, StringComparer.Ordinal)
            .ThenBy(g => g.ErrorKind, StringComparer.Ordinal)
            .ThenBy(g => g.Pattern, StringComparer.Ordinal),
    ];

    private static IReadOnlyList<string> With(IReadOnlyList<string> known, IReadOnlyList<string> tried)
    {
        if (known.Count >= MostDestinations || tried.All(known.Contains)) return known;
        return [.. known.Union(tried).Take(MostDestinations).Order(StringComparer.Ordinal)];
    }
}

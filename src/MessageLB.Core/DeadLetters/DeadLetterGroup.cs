namespace MessageLB.Core.DeadLetters;

/// <summary>Dead letters that died of the same.</summary>
/// <param name="Reason">Reason.</param>
/// <param name="ErrorKind">Kind of the last error; null if there is none.</param>
/// <param name="Pattern">The last error as <see cref="ErrorPattern"/> writes it; null if there is none.</param>
/// <param name="Count">How many.</param>
/// <param name="First">When the first of them died; null if none says.</param>
/// <param name="Last">When the last of them died; null if none says.</param>
/// <param name="Replayed">How many of them were replayed before.</param>
/// <param name="Destinations">Names of destinations at which they failed, in their alphabet; at most <see cref="DeadLetterGroups.MostDestinations"/>.</param>
/// <param name="SampleId">Id of one of them; null if none has one.</param>
public sealed record DeadLetterGroup(
    string Reason,
    string? ErrorKind,
    string? Pattern,
    long Count,
    DateTimeOffset? First,
    DateTimeOffset? Last,
    long Replayed,
    IReadOnlyList<string> Destinations,
    string? SampleId);

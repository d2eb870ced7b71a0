namespace MessageLB.Dispatcher.Alerting;

/// <summary>An alert in a <see cref="NoticeMessage"/>.</summary>
/// <param name="Fingerprint">Stands for what it is about; the same in every dispatcher.</param>
/// <param name="Labels"><c>alert</c>, <c>severity</c>, and <c>group</c> and <c>destination</c> where there is one.</param>
/// <param name="Summary">One line.</param>
/// <param name="Description">The figures of now.</param>
/// <param name="Value">The figure that is compared; null if there is none.</param>
/// <param name="Limit">What it is compared with; null if there is none.</param>
/// <param name="StartsAt">Since when its condition has held.</param>
/// <param name="EndsAt">When it ended; null while it holds.</param>
internal sealed record AlertMessage(
    string Fingerprint,
    IReadOnlyDictionary<string, string> Labels,
    string Summary,
    string Description,
    double? Value,
    double? Limit,
    DateTimeOffset StartsAt,
    DateTimeOffset? EndsAt);

namespace MessageLB.Core.Alerts;

/// <summary>Limits of alerts that belong to no group's thresholds.</summary>
/// <param name="QueueAge">Longest that what waits at ingress may take to be handed over at the present pace.</param>
/// <param name="DeadLetters">Dead letters of a group within five minutes from which on they count as growing.</param>
/// <param name="Disabled">Names of alerts that are never raised.</param>
public sealed record AlertLimits(TimeSpan QueueAge, int DeadLetters, IReadOnlyCollection<string> Disabled);

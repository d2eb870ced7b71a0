namespace MessageLB.Core.Alerts;

/// <summary>What is to be told: alerts of one rule in one group, together. Immutable.</summary>
/// <param name="Kind">What it tells.</param>
/// <param name="Rule">Their rule.</param>
/// <param name="Group">Their group; empty for the dispatcher as a whole.</param>
/// <param name="At">When.</param>
/// <param name="Alerts">The alerts, one at least, in the order of their destinations.</param>
public sealed record AlertNotice(AlertNoticeKind Kind, AlertRule Rule, string Group, DateTimeOffset At, IReadOnlyList<Alert> Alerts);

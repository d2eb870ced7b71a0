namespace MessageLB.Core.Alerts;

/// <summary>A kind of alert: what it is called, how urgent it is, and how long its condition must hold.</summary>
/// <param name="Name">Name, such as <c>MessageLBDestinationDown</c>; stable.</param>
/// <param name="Severity">How urgent it is.</param>
/// <param name="For">Time for which its condition must hold without a break until it fires.</param>
/// <param name="Runbook">Anchor of what to do about it, in <c>docs/operations/runbook.md</c>.</param>
public sealed record AlertRule(string Name, AlertSeverity Severity, TimeSpan For, string Runbook);

namespace MessageLB.Core.Routing;

/// <summary>A guess of a shadow policy compared with the real pick.</summary>
/// <param name="Agrees">Whether both chose the same destination.</param>
/// <param name="GainSeconds">
/// By how much sooner the message was expected to be finished at the shadow's choice, in seconds; negative if later, null if a service time is unknown.
/// </param>
public readonly record struct ShadowVerdict(bool Agrees, double? GainSeconds);

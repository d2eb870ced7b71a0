namespace MessageLB.Core.Alerts;

/// <summary>How patient alerts are.</summary>
/// <param name="For">Shortest time for which any condition must hold; that of the rule counts if it is longer.</param>
/// <param name="KeepFiringFor">Time that an alert goes on to fire after its condition has ended; if it holds again meanwhile, nothing has happened.</param>
/// <param name="RepeatInterval">Time after which a notice of an alert that still fires is repeated; zero: never.</param>
/// <param name="GroupInterval">Shortest time between two notices that alerts of the same rule and group fire: what begins meanwhile is told together.</param>
public readonly record struct AlertTiming(TimeSpan For, TimeSpan KeepFiringFor, TimeSpan RepeatInterval, TimeSpan GroupInterval);

namespace MessageLB.Core.Alerts;

/// <summary>A moment on both clocks.</summary>
/// <param name="Now">Time that never goes back, by which lengths are measured.</param>
/// <param name="At">The wall clock, which is shown, and which silences end by.</param>
public readonly record struct AlertMoment(TimeSpan Now, DateTimeOffset At);

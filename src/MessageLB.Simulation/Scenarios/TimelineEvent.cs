namespace MessageLB.Simulation;

/// <summary>A change of a worker at a moment of virtual time.</summary>
/// <param name="At">When, from the start of arrivals.</param>
/// <param name="Action">What.</param>
/// <param name="Speed"><see cref="TimelineAction.Speed"/>: the speed from then on, as a factor of the destination's own. Else 1.</param>
public readonly record struct TimelineEvent(TimeSpan At, TimelineAction Action, double Speed = 1);

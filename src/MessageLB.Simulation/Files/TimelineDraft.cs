namespace MessageLB.Simulation;

/// <summary>What happens to a destination at a moment, as it is written: one of a speed, a stop, a kill and a return.</summary>
internal sealed record TimelineDraft
{
    public TimeSpan At { get; init; }

    public double? Speed { get; init; }

    public bool Stop { get; init; }

    public bool Kill { get; init; }

    public bool Return { get; init; }

    /// <summary>How many of the four are said; valid is one.</summary>
    public int Said => (Speed is null ? 0 : 1) + (Stop ? 1 : 0) + (Kill ? 1 : 0) + (Return ? 1 : 0);

    public TimelineEvent Complete() => Speed is { } speed
        ? new TimelineEvent(At, TimelineAction.Speed, speed)
        : new TimelineEvent(At, Stop ? TimelineAction.Stop : Kill ? TimelineAction.Kill : TimelineAction.Return);
}

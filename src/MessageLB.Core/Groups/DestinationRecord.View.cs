namespace MessageLB.Core.Groups;

/// <summary>What it looks like from outside.</summary>
internal sealed partial class DestinationRecord
{
    private long _downs;

    /// <summary>Takes in that its condition has changed.</summary>
    public void CountDowns(DestinationCondition before)
    {
        if (Condition.IsDown() && !before.IsDown()) _downs++;
    }

    /// <summary>A copy of what is known of it.</summary>
    public DestinationView View(TimeSpan now)
    {
        var alive = Instances.All.Where(i => !i.Lost).ToList();
        return new DestinationView(
            State,
            Condition,
            Health,
            Administrative,
            Tier,
            _standing.Ramp(now),
            Condition == DestinationCondition.Ready ? null : Reason,
            IsQueueLevel,
            IsQueueLevel ? _queue?.Consumers ?? 0 : alive.Count,
            _done,
            _failed,
            ServiceTime.Seconds,
            Kinds.View(),
            alive.MaxBy(i => i.LastSeen)?.Last?.LatencyP50Ms,
            alive.Max(i => i.Last?.LatencyP99Ms),
            _lastSeen is { } seen ? now - seen : null)
        {
            IsRescued = IsRescued,
            Probe = Probe?.View(),
            ConfiguredWeight = Weight,
            WeightFactor = Factor.Value,
            Downs = _downs,
        };
    }
}

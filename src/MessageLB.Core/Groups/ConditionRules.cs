using MessageLB.Core.Heartbeats;

namespace MessageLB.Core.Groups;

/// <summary>What the evidence says of a destination. Pure.</summary>
internal static class ConditionRules
{
    /// <summary>By its queue (level 0).</summary>
    /// <param name="missing">Whether the last look found no queue.</param>
    /// <param name="consumers">Consumers at the last look; null if it was not looked at yet.</param>
    public static (DestinationCondition Condition, string? Reason) OfQueue(bool missing, int? consumers)
    {
        if (missing) return (DestinationCondition.Lost, "its queue does not exist");
        return consumers switch
        {
            null => (DestinationCondition.Unknown, "its queue was not looked at yet"),
            0 => (DestinationCondition.Lost, "its queue has no consumer"),
            _ => (DestinationCondition.Ready, null),
        };
    }

    /// <summary>By its workers: it is as good as its best live instance, and if none lives it is gone as the last one went.</summary>
    public static (DestinationCondition Condition, string? Reason) OfWorkers(InstanceSet instances)
    {
        InstanceRecord? best = null;
        InstanceRecord? gone = null;
        foreach (var instance in instances.All)
        {
            if (!instance.Lost) best = best is null || Rank(instance) > Rank(best) ? instance : best;
            else gone = gone is null || instance.LostAt >= gone.LostAt ? instance : gone;
        }

        if (best is not null) return OfLive(best);
        if (gone is null) return (DestinationCondition.Unknown, "no heartbeat yet");
        return (gone.Left ? DestinationCondition.Left : DestinationCondition.Lost, gone.LostReason);
    }

    private static (DestinationCondition Condition, string? Reason) OfLive(InstanceRecord instance) => instance.Last?.State switch
    {
        WorkerState.Ready => (DestinationCondition.Ready, null),
        WorkerState.Starting => (DestinationCondition.Starting, "its worker says that it is starting"),
        WorkerState.Draining => (DestinationCondition.Draining, "its worker says that it is draining"),
        WorkerState.Maintenance => (DestinationCondition.Maintenance, "its worker says that it is in maintenance"),
        WorkerState.Failed => (DestinationCondition.Failed, "its worker says that it failed"),
        _ => (DestinationCondition.Unknown, "no heartbeat yet"),
    };

    private static int Rank(InstanceRecord instance) => instance.Last?.State switch
    {
        WorkerState.Ready => 5,
        WorkerState.Draining => 4,
        WorkerState.Starting => 3,
        WorkerState.Maintenance => 2,
        WorkerState.Failed => 1,
        _ => 0,
    };
}

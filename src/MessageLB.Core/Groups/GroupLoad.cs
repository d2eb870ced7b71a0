namespace MessageLB.Core.Groups;

/// <summary>Which part of a group's hands is busy, whoever handed over, over the last seconds. One thread.</summary>
internal sealed class GroupLoad
{
    /// <summary>Time constant of the average.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromSeconds(5);

    private TimeSpan? _last;

    /// <summary>Busy part, 0 to 1; 0 until something was seen.</summary>
    public double Value { get; private set; }

    /// <summary>Takes in one look at the destinations that get messages. Those whose concurrency is unknown do not count.</summary>
    public void Look(IEnumerable<DestinationRecord> records, TimeSpan now)
    {
        var (busy, hands) = (0L, 0L);
        foreach (var record in records)
        {
            if (record.Condition != DestinationCondition.Ready) continue;
            busy += Math.Min(record.State.Load, record.State.Concurrency);
            hands += record.State.Concurrency;
        }

        if (hands == 0) return;
        var part = (double)busy / hands;
        Value = _last is { } last ? Value + ((part - Value) * (1 - Math.Exp(-(now - last) / Memory))) : part;
        _last = now;
    }
}

using MessageLB.Core.Limits;

namespace MessageLB.Core.Waiting;

/// <summary>What waits of one tenant: higher priority first, then first come, first served. One thread.</summary>
internal sealed class WaitingTenant<T>
{
    // 2^20 · 3^4 · 5^4 · 7^2 · 11 · 13: the weights that people write divide it, so that their shares are exact.
    private const long UnitOfPass = (1L << 20) * 81 * 625 * 49 * 143;
    private const int PriorityShift = 55;

    private readonly PriorityQueue<T, long> _queue = new();
    private readonly long _stride;

    public WaitingTenant(TenantRule rule, int? refuseBeyond)
    {
        _stride = UnitOfPass / Math.Max(1, rule.Weight);
        if (rule.Rate is not { } rate) return;
        Pace = new Pace(rate);
        if (refuseBeyond is { } burst) Bucket = new LeakyBucket(rate, burst);
    }

    public Pace? Pace { get; }

    public LeakyBucket? Bucket { get; }

    /// <summary>Virtual time of its next message: what it was served so far, divided by its weight. 128 bits never overflow.</summary>
    public Int128 Pass { get; set; }

    /// <summary>Place in the list of tenants with waiting messages; -1 if it has none.</summary>
    public int Place { get; set; } = -1;

    public int Count => _queue.Count;

    /// <summary>Rank of the first message: lower goes first, by priority and then by arrival.</summary>
    public long FirstRank => _queue.TryPeek(out _, out var rank) ? rank : long.MaxValue;

    /// <summary>Priority in reverse of the first message: 0 is the highest.</summary>
    public int FirstClass => (int)(FirstRank >> PriorityShift);

    public T First => _queue.Peek();

    public void Add(T item, byte priority, long arrival) => _queue.Enqueue(item, ((long)(byte.MaxValue - priority) << PriorityShift) | arrival);

    public T Take()
    {
        Pass += _stride;
        return _queue.Dequeue();
    }

    public bool IsForgettable(TimeSpan now) => Count == 0 && (Pace?.IsIdle(now) ?? true) && (Bucket?.IsEmpty(now) ?? true);
}

namespace MessageLB.Core.Settlement;

/// <summary>
/// The unsettled deliveries of one receiver whose deliveries wait for unlike times: a late one must not hold up the settling of those
/// that came after it. Each has a slot from its beginning until it is settled. What is handed over is soon decided, so settling waits for
/// it and one <c>multiple</c> acknowledgement covers many; past what waits it goes on, one by one. Each delivery is settled exactly once.
/// </summary>
/// <remarks>
/// Any thread completes; one receiver begins, one acker advances. The slots are chained in the order of the tokens, so that the acker
/// knows without searching whether an acknowledgement with <c>multiple</c> would cover a delivery that is not decided.
/// </remarks>
public sealed class SettleBook : ISettleBook
{
    private const int None = -1;
    private const int Waiting = (int)Settlement.Pending;
    private const int HandedOver = -1;

    private readonly Lock _gate = new();
    private readonly int[] _states;
    private readonly ulong[] _tags;
    private readonly int[] _next;
    private readonly int[] _previous;
    private readonly int[] _free;
    private int _freeCount;
    private int _oldest = None;
    private int _newest = None;
    private int _cursor = None;
    private bool _looking;
    private bool _passed;
    private bool _left;

    /// <summary>Creates a book for one receiver.</summary>
    /// <param name="prefetch">Most unsettled deliveries.</param>
    public SettleBook(int prefetch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(prefetch, 1);
        _states = new int[prefetch];
        _tags = new ulong[prefetch];
        _next = new int[prefetch];
        _previous = new int[prefetch];
        _free = new int[prefetch];
        for (var i = 0; i < prefetch; i++) _free[i] = prefetch - 1 - i;
        _freeCount = prefetch;
    }

    /// <inheritdoc />
    public int Unsettled => _free.Length - Volatile.Read(ref _freeCount);

    /// <summary>Starts the books of the next delivery and returns its slot, 0 to prefetch - 1. Receiver thread only; tokens grow.</summary>
    public int Begin(ulong tag)
    {
        lock (_gate)
        {
            if (_freeCount == 0) throw new InvalidOperationException($"Delivery {tag} exceeds the prefetch of the receiver.");
            var slot = _free[--_freeCount];
            _tags[slot] = tag;
            _next[slot] = None;
            _previous[slot] = _newest;
            if (_newest == None) _oldest = slot;
            else _next[_newest] = slot;
            _newest = slot;
            Volatile.Write(ref _states[slot], Waiting);
            return slot;
        }
    }

    /// <summary>Notes that a delivery was handed over and gets its outcome soon. Before the outcome can come.</summary>
    public void HandOver(int slot) => Volatile.Write(ref _states[slot], HandedOver);

    /// <summary>Notes that a delivery waits again: its hand-over failed, and it is to be handed to somebody else.</summary>
    public void TakeBack(int slot) => Volatile.Write(ref _states[slot], Waiting);

    /// <summary>Decides how a delivery ends; once per delivery, on any thread. Its slot is not its own any more.</summary>
    public void Complete(int slot, Settlement settlement) => Volatile.Write(ref _states[slot], (int)settlement);

    /// <inheritdoc />
    public SettleStep Advance(bool past = true)
    {
        lock (_gate)
        {
            if (!_looking) (_looking, _passed, _cursor) = (true, false, _oldest);
            while (_cursor != None)
            {
                var slot = _cursor;
                var state = Volatile.Read(ref _states[slot]);
                if (state == HandedOver || (state == Waiting && !past)) break;
                _cursor = _next[slot];
                if (state != Waiting) return Settle(slot, (Settlement)state);
                _passed = true;
            }

            _looking = false;
            return default;
        }
    }

    private SettleStep Settle(int slot, Settlement settlement)
    {
        var tag = _tags[slot];
        Free(slot);
        var count = 1;
        _left |= settlement == Settlement.Leave;
        // With a delivery before it that waits, or was left at the broker, only this one may be acknowledged.
        while (settlement == Settlement.Ack && !_passed && !_left && _cursor != None && Volatile.Read(ref _states[_cursor]) == (int)Settlement.Ack)
        {
            var also = _cursor;
            tag = _tags[also];
            _cursor = _next[also];
            Free(also);
            count++;
        }

        return new SettleStep(settlement, tag, count);
    }

    // Before the call to the broker: its answer is new deliveries, and those need the room.
    private void Free(int slot)
    {
        var (before, after) = (_previous[slot], _next[slot]);
        if (before == None) _oldest = after;
        else _next[before] = after;
        if (after == None) _newest = before;
        else _previous[after] = before;
        _free[_freeCount++] = slot;
    }
}

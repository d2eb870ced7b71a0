namespace MessageLB.Core.Holding;

/// <summary>
/// The messages that are handed over while their ingress deliveries wait for a worker's result. A result counts only for the attempt and
/// the destination that a message is with now, so that whoever had it before cannot end it, and each message ends once: by its result, by
/// its time, or by being taken away from its destination. Pure; thread-safe, for results, confirms and the ends of destinations come on
/// threads of their own.
/// </summary>
/// <remarks>
/// Messages are known by their slots in the book of unsettled deliveries. Of several with the same id and attempt at one destination, which
/// only publishers that repeat ids can bring about, a result ends one.
/// </remarks>
public sealed class HoldBook
{
    private const int None = -1;

    private readonly Lock _gate = new();
    private readonly Entry[] _entries;
    private readonly Dictionary<string, int> _byId;
    private int _oldest = None;
    private int _newest = None;
    private int _count;
    private long _bytes;

    /// <summary>Creates an empty book.</summary>
    /// <param name="most">Most messages; slots are 0 to this - 1.</param>
    public HoldBook(int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        _entries = new Entry[most];
        _byId = new Dictionary<string, int>(most, StringComparer.Ordinal);
    }

    /// <summary>Messages in hold, those among them whose hand-over is not confirmed yet.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Bytes of their bodies.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>A message is about to be handed over. Before the publish, for the result may come before its confirm.</summary>
    /// <param name="slot">Its slot, which is not in hold.</param>
    /// <param name="id">Its id.</param>
    /// <param name="attempt">The attempt, from 1.</param>
    /// <param name="destination">Name of the destination.</param>
    /// <param name="bytes">Bytes of its body.</param>
    public void Begin(int slot, string id, int attempt, string destination, int bytes)
    {
        lock (_gate)
        {
            ref var entry = ref _entries[slot];
            if (entry.Id is not null) throw new InvalidOperationException($"Slot {slot} is in hold already.");
            entry = new Entry { Id = id, Attempt = attempt, Destination = destination, Bytes = bytes, SameId = _byId.GetValueOrDefault(id, None) };
            _byId[id] = slot;
            _count++;
            _bytes += bytes;
        }
    }

    /// <summary>The hand-over is confirmed, and its time runs. If the result has come before, it is returned and the message is not in hold any more.</summary>
    /// <param name="slot">Its slot.</param>
    /// <param name="now">Now.</param>
    /// <param name="isMissed">Whether <see cref="TakeFrom"/> could not take it yet when it took the others of its destination.</param>
    public WorkResult? Confirm(int slot, TimeSpan now, out bool isMissed)
    {
        lock (_gate)
        {
            ref var entry = ref _entries[slot];
            isMissed = entry.IsMissed;
            if (entry.Early is { } early)
            {
                RemoveNeedsLock(slot);
                return early;
            }

            (entry.IsHeld, entry.Since, entry.Older, entry.Newer) = (true, now, _newest, None);
            if (_newest == None) _oldest = slot;
            else _entries[_newest].Newer = slot;
            _newest = slot;
            return null;
        }
    }

    /// <summary>The hand-over did not arrive: the message is not in hold any more. Returns its result, if one came nevertheless.</summary>
    public WorkResult? Fail(int slot)
    {
        lock (_gate)
        {
            var early = _entries[slot].Early;
            RemoveNeedsLock(slot);
            return early;
        }
    }

    /// <summary>Takes in a result. With <see cref="HoldVerdict.Ended"/>, <paramref name="slot"/> is not in hold any more.</summary>
    /// <param name="result">The result.</param>
    /// <param name="destination">Whose it is.</param>
    /// <param name="slot">The message that it ends.</param>
    public HoldVerdict Take(in WorkResult result, string destination, out int slot)
    {
        lock (_gate)
        {
            for (slot = _byId.GetValueOrDefault(result.MessageId, None); slot != None; slot = _entries[slot].SameId)
            {
                ref var entry = ref _entries[slot];
                if (entry.Attempt != result.Attempt || entry.Early is not null || !string.Equals(entry.Destination, destination)) continue;
                if (!entry.IsHeld)
                {
                    entry.Early = result;
                    return HoldVerdict.Early;
                }

                RemoveNeedsLock(slot);
                return HoldVerdict.Ended;
            }

            return HoldVerdict.Late;
        }
    }

    /// <summary>Takes out the message that has been in hold for longest, if that is as long as it may be; false if there is none.</summary>
    public bool TryTakeOverdue(TimeSpan now, TimeSpan limit, out int slot)
    {
        lock (_gate)
        {
            slot = _oldest;
            if (slot == None || now - _entries[slot].Since < limit) return false;
            RemoveNeedsLock(slot);
            return true;
        }
    }

    /// <summary>How long until a message will have been in hold for as long as it may be; null while none is.</summary>
    public TimeSpan? DueIn(TimeSpan now, TimeSpan limit)
    {
        lock (_gate) return _oldest == None ? null : _entries[_oldest].Since + limit - now;
    }

    /// <summary>Takes out every message whose hand-over to a destination is confirmed, the oldest first; marks those whose is not.</summary>
    /// <param name="destination">Name of the destination; null for all.</param>
    public List<int> TakeFrom(string? destination)
    {
        var taken = new List<int>();
        lock (_gate)
        {
            for (var slot = _oldest; slot != None; slot = _entries[slot].Newer)
            {
                if (destination is null || string.Equals(_entries[slot].Destination, destination)) taken.Add(slot);
            }

            foreach (var slot in taken) RemoveNeedsLock(slot);
            foreach (ref var entry in _entries.AsSpan()) entry.IsMissed |= entry.Id is not null && !entry.IsHeld && string.Equals(entry.Destination, destination);
        }

        return taken;
    }

    private void RemoveNeedsLock(int slot)
    {
        ref var entry = ref _entries[slot];
        if (entry.Id is null) throw new InvalidOperationException($"Slot {slot} is not in hold.");
        UnlinkIdNeedsLock(slot, entry.Id);
        if (entry.IsHeld)
        {
            if (entry.Older == None) _oldest = entry.Newer;
            else _entries[entry.Older].Newer = entry.Newer;
            if (entry.Newer == None) _newest = entry.Older;
            else _entries[entry.Newer].Older = entry.Older;
        }

        _count--;
        _bytes -= entry.Bytes;
        entry = default;
    }

    private void UnlinkIdNeedsLock(int slot, string id)
    {
        var next = _entries[slot].SameId;
        var first = _byId[id];
        if (first == slot)
        {
            if (next == None) _byId.Remove(id);
            else _byId[id] = next;
            return;
        }

        var before = first;
        while (_entries[before].SameId != slot) before = _entries[before].SameId;
        _entries[before].SameId = next;
    }

    private struct Entry
    {
        public string? Id;
        public int Attempt;
        public string Destination;
        public int Bytes;
        public bool IsHeld;
        public bool IsMissed;
        public TimeSpan Since;
        public WorkResult? Early;

        /// <summary>Next one with the same id.</summary>
        public int SameId;

        /// <summary>Neighbours by the time of the confirm.</summary>
        public int Older;
        public int Newer;
    }
}

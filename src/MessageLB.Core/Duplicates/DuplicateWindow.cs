using System.Runtime.InteropServices;

namespace MessageLB.Core.Duplicates;

/// <summary>
/// The identities of the messages of a group that are under way at ingress or were taken lately. A copy of one that is under way can go at
/// once: the first is with the broker until it is taken. Constant time; bounded by its size and what is under way. Thread-safe.
/// </summary>
/// <param name="most">Most identities of taken messages.</param>
/// <param name="window">Age at which one is forgotten.</param>
public sealed class DuplicateWindow(int most, TimeSpan window)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<PublishedId, bool> _known = []; // true stands for taken
    private readonly Queue<(PublishedId Id, TimeSpan At)> _taken = new();

    /// <summary>Identities remembered, those under way included.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _known.Count;
        }
    }

    /// <summary>A message arrived. False if it is a copy; else <see cref="Taken"/> or <see cref="Forget"/> must follow.</summary>
    /// <param name="id">Its identity, known.</param>
    /// <param name="now">Now, on a clock that only grows.</param>
    public bool TryBegin(PublishedId id, TimeSpan now)
    {
        lock (_gate)
        {
            ForgetOldNeedsLock(now);
            return _known.TryAdd(id, false);
        }
    }

    /// <summary>The message is where it cannot be lost any more, at a destination or among the dead letters.</summary>
    public void Taken(PublishedId id, TimeSpan now)
    {
        lock (_gate)
        {
            ref var taken = ref CollectionsMarshal.GetValueRefOrAddDefault(_known, id, out _);
            if (taken) return;
            taken = true;
            _taken.Enqueue((id, now));
            ForgetOldNeedsLock(now);
        }
    }

    /// <summary>The message goes back to the broker and comes again, as itself; nothing if it was taken.</summary>
    public void Forget(PublishedId id)
    {
        lock (_gate)
        {
            if (_known.TryGetValue(id, out var taken) && !taken) _known.Remove(id);
        }
    }

    private void ForgetOldNeedsLock(TimeSpan now)
    {
        while (_taken.TryPeek(out var oldest) && (_taken.Count > most || now - oldest.At > window)) _known.Remove(_taken.Dequeue().Id);
    }
}

using MessageLB.Core.Groups;

namespace MessageLB.Core.Ordering;

/// <summary>
/// Keeps the messages of each key in order while destinations come and go. Keys share a fixed number of slots, and each slot has an owner:
/// all of its messages in flight are at that one destination, which takes them one by one. A slot moves to the owner that it should have only
/// while none of its messages is in flight. At most one hand-over of a slot waits for the broker's confirm, or one that fails would be
/// overtaken by the next. Pure and thread-safe: one lock, held for a few look-ups.
/// </summary>
/// <remarks>
/// What is in flight is never thought less than it is. It ends by the worker's result; or by the result of a later message of the slot; or by the
/// credit of the destination, of which no more can be in flight than it has; or when a lost destination's queue was taken back. So a lost
/// result costs time at most.
/// </remarks>
public sealed class OrderBook
{
    /// <summary>Default number of slots.</summary>
    public const int DefaultSlots = 1024;

    /// <summary>Most slots.</summary>
    public const int MostSlots = 65_536;

    /// <summary>Largest window of a destination: what one stretch of receiving can take back (the prefetch cap of a quorum queue is 2,000).</summary>
    public const int LargestWindow = 1000;

    private static readonly TimeSpan Stretch = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly OrderSlot[] _slots;
    private readonly SlotOwners _owners = new();
    private readonly AttemptIndex _index = new();
    private readonly HashSet<string> _unknown = new(StringComparer.Ordinal);
    private readonly HashSet<string> _takenFrom = new(StringComparer.Ordinal);
    private GroupSnapshot _seen = GroupSnapshot.Empty;
    private GroupSnapshot _effective = GroupSnapshot.Empty;
    private int _version;
    private long _moves;
    private TimeSpan _turnedAt;
    private bool _isLearning = true;
    private bool _mayFinish;
    private int _learning;

    /// <summary>Creates a book that knows nothing: it gives no turn until it has learned.</summary>
    /// <param name="slots">Number of slots. <value>1 to <see cref="MostSlots"/>.</value></param>
    public OrderBook(int slots)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slots, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(slots, MostSlots);
        _slots = new OrderSlot[slots];
        for (var i = 0; i < slots; i++) _slots[i] = new OrderSlot();
    }

    /// <summary>Whether it may give turns.</summary>
    public bool IsLearning
    {
        get
        {
            lock (_gate) return _isLearning;
        }
    }

    /// <summary>Slot of a key. The same in every dispatcher.</summary>
    /// <param name="key">Hash of the key.</param>
    public int SlotOf(ulong key) => (int)(key % (ulong)_slots.Length);

    /// <summary>
    /// The destinations that slots go by, from a snapshot of the group: those that get messages, or if there are none those in reserve.
    /// </summary>
    public GroupSnapshot Effective(GroupSnapshot snapshot)
    {
        lock (_gate)
        {
            LookNeedsLock(snapshot);
            return _effective;
        }
    }

    /// <summary>
    /// Where the next message of a slot may go now; null if it must wait. Whoever asks has the slot's turn until the broker has answered
    /// (<see cref="Confirmed"/>, <see cref="NotTaken"/>): it takes credit there and says <see cref="HandOver"/>, or gives the turn up with
    /// <see cref="NotTaken"/>.
    /// </summary>
    /// <param name="slot">The slot.</param>
    /// <param name="snapshot">The group's destinations.</param>
    /// <param name="rescuedFrom">Lost destination that the message was taken back from, so that it goes before those from ingress; null for one from there.</param>
    public DestinationState? Next(int slot, GroupSnapshot snapshot, string? rescuedFrom = null)
    {
        lock (_gate)
        {
            var at = _slots[slot];
            if (_isLearning || at.Turn is not null || !at.IsTurnOf(rescuedFrom)) return null;
            LookNeedsLock(snapshot);
            if (!_owners.HasAnybody) return null;
            if (at.Owner is { } owner && at.InFlight > 0) at.KeepNewest(MostInFlight(owner), _index);
            var next = at.InFlight == 0 ? IdealNeedsLock(at, slot) : at.Owner!;
            if (!_owners.Contains(next) || _takenFrom.Contains(next.Name)) return null;
            return at.Turn = next;
        }
    }

    /// <summary>A message is handed over, to the destination that <see cref="Next"/> named. Before the broker may confirm it.</summary>
    /// <param name="slot">Its slot.</param>
    /// <param name="id">Its <c>message-id</c>, as it is delivered.</param>
    /// <param name="attempt">Its attempt, as it is delivered.</param>
    public void HandOver(int slot, string id, int attempt)
    {
        lock (_gate)
        {
            var at = _slots[slot];
            // Forgotten meanwhile: whoever has just begun to learn sees it at its destination.
            if (at.Turn is not { } to) return;
            if (at.Owner is { } before && !ReferenceEquals(before, to)) _moves++;
            at.Owner = to;
            at.HandOver(id, attempt);
            _index.Add(id, attempt, slot);
        }
    }

    /// <summary>The broker has the message that was handed over.</summary>
    public void Confirmed(int slot)
    {
        lock (_gate) _slots[slot].Confirm();
    }

    /// <summary>The slot's turn is over without a hand-over, or the broker has not taken it: the message comes again, before later ones of its slot.</summary>
    public void NotTaken(int slot)
    {
        lock (_gate) _slots[slot].GiveUpTurn(_index);
    }

    /// <summary>
    /// A worker has told that it is done with an attempt, whatever the result. True if nothing of its slot is in flight any more; what is not known,
    /// or is somewhere else, changes nothing.
    /// </summary>
    public bool Completed(string destination, string id, int attempt)
    {
        lock (_gate)
        {
            if (!_index.TryFind(id, attempt, out var slot)) return false;
            var at = _slots[slot];
            if (at.Owner?.Name != destination) return false;
            at.CompleteUpTo(id, attempt, _index);
            return at.InFlight == 0;
        }
    }

    /// <summary>Forgets everything but the shares of slots, because a session begins. Gives no turn until <see cref="BeginLearning"/> and what follows.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            foreach (var slot in _slots)
            {
                slot.Forget();
                slot.ForgetRescued();
            }

            _index.Clear();
            _takenFrom.Clear();
            _unknown.Clear();
            (_isLearning, _mayFinish) = (true, false);
            _learning++;
        }
    }

    /// <summary>
    /// Forgets what is in flight, because this dispatcher has just begun: no turn is given until each of these destinations was seen idle
    /// (<see cref="Learned"/>), and <see cref="HeardEveryone"/> was told. Returns what both need, so that what was seen before counts for nothing.
    /// </summary>
    public int BeginLearning(IEnumerable<string> destinations)
    {
        ArgumentNullException.ThrowIfNull(destinations);
        lock (_gate)
        {
            foreach (var slot in _slots) slot.Forget();
            _index.Clear();
            _unknown.Clear();
            _unknown.UnionWith(destinations);
            (_isLearning, _mayFinish) = (true, false);
            return ++_learning;
        }
    }

    /// <summary>Destinations that were not seen idle yet.</summary>
    public IReadOnlyList<string> Unknown()
    {
        lock (_gate) return [.. _unknown];
    }

    /// <summary>A destination was heard of for the first time; it must be seen idle too.</summary>
    public void Join(string destination)
    {
        lock (_gate)
        {
            if (_isLearning) _unknown.Add(destination);
        }
    }

    /// <summary>Nothing of an earlier dispatcher is at work at this destination, or it was forgotten.</summary>
    public void Learned(string destination, int learning)
    {
        lock (_gate)
        {
            if (learning != _learning) return;
            _unknown.Remove(destination);
            FinishNeedsLock();
        }
    }

    /// <summary>Every destination that lives was heard of.</summary>
    public void HeardEveryone(int learning)
    {
        lock (_gate)
        {
            if (learning != _learning) return;
            _mayFinish = true;
            FinishNeedsLock();
        }
    }

    /// <summary>Whether a slot has messages in flight at a destination.</summary>
    public bool HasSomeAt(DestinationState destination)
    {
        lock (_gate)
        {
            foreach (var slot in _slots)
            {
                if (slot.InFlight > 0 && ReferenceEquals(slot.Owner, destination)) return true;
            }

            return false;
        }
    }

    /// <summary>
    /// What waits in the queue of a lost destination is about to be taken back: from now on it gets nothing. False while the broker has not
    /// answered for all that was handed over to it: then that may still come to its queue, behind a look at it; ask again.
    /// </summary>
    public bool BeginTakingBack(string destination)
    {
        lock (_gate)
        {
            _takenFrom.Add(destination);
            foreach (var slot in _slots)
            {
                if (slot.Turn?.Name == destination) return false;
            }

            return true;
        }
    }

    /// <summary>It could not be taken back, and is in the destination's queue as before.</summary>
    public void NotTakenBack(string destination)
    {
        lock (_gate) _takenFrom.Remove(destination);
    }

    /// <summary>Nothing is at the destination any more: it was done there, or is in hand.</summary>
    /// <param name="destination">Name of the lost destination.</param>
    /// <param name="slots">Slot of each message that is in hand.</param>
    public void TakenBack(string destination, IEnumerable<int> slots)
    {
        ArgumentNullException.ThrowIfNull(slots);
        lock (_gate)
        {
            foreach (var slot in _slots)
            {
                if (slot.Owner?.Name == destination) slot.KeepNewest(0, _index);
            }

            foreach (var slot in slots) _slots[slot].Rescue(destination);
            _takenFrom.Remove(destination);
            _unknown.Remove(destination);
            FinishNeedsLock();
        }
    }

    /// <summary>A message that was taken back from a destination is decided, whatever way.</summary>
    public void Decided(int slot, string rescuedFrom)
    {
        lock (_gate) _slots[slot].Decide(rescuedFrom);
    }

    /// <summary>Takes in that time has passed, for the shares of slots.</summary>
    public void Pass(TimeSpan now)
    {
        lock (_gate)
        {
            if (now - _turnedAt < Stretch) return;
            _turnedAt = now;
            foreach (var slot in _slots) slot.Pass();
        }
    }

    /// <summary>A copy for people.</summary>
    /// <param name="most">Most slots that are named.</param>
    public OrderView View(int most)
    {
        lock (_gate)
        {
            var all = Math.Max(1, _slots.Sum(slot => slot.Lately));
            var hottest = Enumerable.Range(0, _slots.Length).Where(i => _slots[i].Lately > 0).OrderByDescending(i => _slots[i].Lately).Take(most)
                .Select(i => new HotSlot(i, _slots[i].Owner?.Name, (double)_slots[i].Lately / all, _slots[i].InFlight));
            return new OrderView(_slots.Length, _slots.Count(slot => slot.InFlight > 0), _moves, _isLearning, [.. hottest]);
        }
    }

    // A worker without heartbeats has one message in hand that its queue does not show.
    private static int MostInFlight(DestinationState owner) => owner.Credit.InFlight + (owner.Concurrency == 0 ? 1 : 0);

    private DestinationState IdealNeedsLock(OrderSlot at, int slot)
    {
        if (at.IdealVersion == _version) return at.Ideal!;
        at.IdealVersion = _version;
        return at.Ideal = _owners.OwnerOf(slot);
    }

    private void LookNeedsLock(GroupSnapshot snapshot)
    {
        if (ReferenceEquals(snapshot, _seen)) return;
        _seen = snapshot;
        _effective = snapshot.Eligible.Length > 0 ? snapshot : new GroupSnapshot(snapshot.Version, snapshot.Reserve, [], snapshot.Kinds);
        _owners.Rebase(_effective);
        _version++;
    }

    private void FinishNeedsLock()
    {
        if (_isLearning && _mayFinish && _unknown.Count == 0) _isLearning = false;
    }
}

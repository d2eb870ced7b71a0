using MessageLB.Core.Adjustment;
using MessageLB.Core.Configuration;
using MessageLB.Core.Heartbeats;
using MessageLB.Core.Kinds;
using MessageLB.Transport;

namespace MessageLB.Core.Groups;

/// <summary>
/// The single writer of a group: takes what happened and the time, keeps the books, and publishes the next snapshot when the set
/// of eligible destinations, a weight or a cost changed. Pure: no I/O, no clock, no logger; transitions come back as events. One thread at a time.
/// </summary>
public sealed partial class GroupUpdater
{
    /// <summary>Most destinations of a group.</summary>
    public const int MaxDestinations = 10_000;

    /// <summary>How long a lost discovered destination, or a lost instance, is remembered.</summary>
    public static readonly TimeSpan ForgetAfter = TimeSpan.FromMinutes(10);

    /// <summary>Heartbeats sent before an instance died may arrive this much later than the news of its death.</summary>
    public static readonly TimeSpan LateHeartbeats = InstanceRecord.LateNews;

    private const int MostAtOnce = 256;

    private static readonly TimeSpan Coalesce = TimeSpan.FromMilliseconds(50);

    private readonly GroupState _state;
    private GroupConfig _config;
    private readonly string _dispatcher;
    private readonly Dictionary<string, DestinationRecord> _records = new(StringComparer.Ordinal);
    private readonly List<DestinationRecord?> _bySlot = [];
    private readonly SortedSet<int> _freeSlots = [];
    private readonly KindTable _kinds = new();
    private readonly DestinationSupply _supply;
    private readonly GroupFigures _figures;
    private readonly GroupStanding _standing;
    private readonly Random _random;
    private readonly List<WorkerInstance> _silent = [];
    private bool _dirty;
    private bool _wasLearning = true;
    private TimeSpan _publishedAt;

    /// <summary>Creates the updater with the listed destinations.</summary>
    /// <param name="state">The group that picks see.</param>
    /// <param name="config">The group's configuration, valid.</param>
    /// <param name="dispatcher">Identifier of this process, as workers report it in <c>done_by</c>.</param>
    /// <param name="random">Its own source of randomness, so that several destinations do not come back at the same moment.</param>
    public GroupUpdater(GroupState state, GroupConfig config, string dispatcher, Random random)
    {
        ArgumentNullException.ThrowIfNull(config);
        _state = state;
        _config = config;
        _dispatcher = dispatcher;
        _random = random;
        _figures = new GroupFigures(_kinds);
        _supply = new DestinationSupply(state.Name, config.QueueOf);
        _standing = new GroupStanding(config);
        _adjusts = AdjustmentRules.Apply(config);
        foreach (var listed in config.Destinations) Add(listed.Name, listed, isNew: false).Refresh(_figures, TimeSpan.Zero);
    }

    /// <summary>The configuration in force.</summary>
    public GroupConfig Config => _config;

    /// <summary>How the group stands as a whole.</summary>
    public GroupOutlook Outlook(TimeSpan now) => _standing.Outlook(now);

    /// <summary>Dispatchers that hand over to the group's destinations, this one included; counts from the next tick on. Default 1.</summary>
    public int Dispatchers
    {
        get => _figures.Dispatchers;
        set => _figures.Dispatchers = Math.Max(1, value);
    }

    /// <summary>Takes in a heartbeat that was well-formed.</summary>
    public HeartbeatVerdict OnHeartbeat(Heartbeat heartbeat, TimeSpan now, ICollection<GroupEvent> events)
    {
        ArgumentNullException.ThrowIfNull(heartbeat);
        _standing.Hear(now);
        if (!_records.TryGetValue(heartbeat.Destination, out var record))
        {
            if (!_config.Discovery) return HeartbeatVerdict.NotListed;
            if (_records.Count >= MaxDestinations) return HeartbeatVerdict.TooMany;
            record = Add(heartbeat.Destination, listed: null, isNew: !_standing.IsLearning(now));
        }
        else if (record.IsRemoved && _config.Discovery)
        {
            record.Keep(listed: null, now);
        }

        if (record.Instances.Join(heartbeat.Instance, now) is not { } instance) return HeartbeatVerdict.TooMany;
        var mixed = _kinds.IsMixed;
        var verdict = record.Take(instance, heartbeat, _dispatcher, now);
        if (heartbeat.Failed > 0) _standing.EjectIfDue(record, _records.Values, now);
        // Who keeps no books by kind yet would be compared by another measure until the next tick.
        if (mixed != _kinds.IsMixed) SettleAll(now, events);
        else if (verdict == HeartbeatVerdict.Accepted) Settle(record, now, events);
        if (_learned.Count > 0 && verdict == HeartbeatVerdict.Accepted) Teach(record, now);
        return verdict;
    }

    /// <summary>
    /// Takes in that a message came back because it failed at a destination. If it failed at another one before, it is the message's fault,
    /// and what it did to both is taken back.
    /// </summary>
    public void OnMessageFailed(string messageId, string destination, TimeSpan now, ICollection<GroupEvent> events)
    {
        foreach (var forgiven in _standing.MessageFailed(messageId, destination, now))
        {
            if (!_records.TryGetValue(forgiven.Destination, out var record)) continue;
            record.Forgive(forgiven.Failures, now);
            Settle(record, now, events);
        }
    }

    /// <summary>Takes in the end of an instance's presence.</summary>
    public void OnPresenceEnded(WorkerInstance instance, PresenceEnd end, TimeSpan now, ICollection<GroupEvent> events)
    {
        if (!_records.TryGetValue(instance.Destination, out var record)) return;
        if (record.Instances.Find(instance.Instance) is not { Lost: false } known) return;
        var left = end == PresenceEnd.Left;
        record.Lose(known, left ? "its worker took its leave" : "its connection died (presence token came back)", left, now);
        Settle(record, now, events);
    }

    /// <summary>
    /// Takes in that another dispatcher heard an instance die. Does nothing if a newer heartbeat than the teller's last one was seen here:
    /// then the news are late, or the instance is back.
    /// </summary>
    public void OnLostElsewhere(LostInstance lost, TimeSpan now, ICollection<GroupEvent> events)
    {
        if (!_records.TryGetValue(lost.Instance.Destination, out var record)) return;
        if (record.Instances.Find(lost.Instance.Instance) is not { Lost: false, Last: { } last } known || last.Sequence > lost.Sequence) return;
        record.Lose(known, "its connection died (another dispatcher has its presence token)", left: false, now);
        Settle(record, now, events);
    }

    /// <summary>Number of the last heartbeat of an instance that died; null if it did not, or is back.</summary>
    public long? LastOfLost(WorkerInstance instance) =>
        _records.TryGetValue(instance.Destination, out var record) && record.Instances.Find(instance.Instance) is { Lost: true, Left: false, Last: { } last }
            ? last.Sequence
            : null;

    /// <summary>Takes in a look at a destination's queue. <paramref name="takenBefore"/>: credit taken just before the look.</summary>
    public void OnQueueSeen(string destination, QueueDepth? depth, long takenBefore, TimeSpan now, ICollection<GroupEvent> events)
    {
        if (!_records.TryGetValue(destination, out var record)) return;
        record.SeeQueue(depth, takenBefore, now);
        Settle(record, now, events);
    }

    /// <summary>
    /// Takes in a look at a queue at a moment when nothing is being handed over: the books are set to what is there, because messages
    /// whose fate the last session left unknown are in none.
    /// </summary>
    public void Resync(string destination, QueueDepth? depth)
    {
        if (_records.TryGetValue(destination, out var record)) record.Resync(depth);
    }

    /// <summary>Takes in a hand-over that the broker returned or refused: the destination is left alone for a while.</summary>
    public void OnHandOverFailed(string destination, PublishOutcome outcome, TimeSpan now, ICollection<GroupEvent> events)
    {
        if (!_records.TryGetValue(destination, out var record) || record.Condition == DestinationCondition.Suspended) return;
        record.Suspend(outcome == PublishOutcome.Returned ? "its queue does not exist" : "its queue refuses messages (full, or without a leader)", now);
        Settle(record, now, events);
    }

    /// <summary>
    /// Takes in whether the queue of a listed destination could be declared: null if it could, else why not. Until it can, the
    /// destination gets nothing, for a queue with other arguments may lose what its worker rejects.
    /// </summary>
    public void OnQueueDeclared(string destination, string? refusal, TimeSpan now, ICollection<GroupEvent> events)
    {
        if (!_records.TryGetValue(destination, out var record)) return;
        record.RefuseQueue(refusal);
        Settle(record, now, events);
    }

    /// <summary>Takes in what people want of a destination. False if there is no such destination.</summary>
    /// <param name="destination">Name.</param>
    /// <param name="state">What they want.</param>
    /// <param name="reason">Who or why, for a person.</param>
    /// <param name="now">Time.</param>
    /// <param name="events">Takes the transition.</param>
    public bool Administer(string destination, AdministrativeState state, string reason, TimeSpan now, ICollection<GroupEvent> events)
    {
        if (!_records.TryGetValue(destination, out var record)) return false;
        if (!record.Administer(state, reason, now)) return true;
        // Who is out on purpose is not missing, whatever its condition.
        _capacityChanged = true;
        Settle(record, now, events);
        return true;
    }

    /// <summary>
    /// Judges ages: silent instances are lost, suspensions end, what was lost long ago is forgotten. <paramref name="handOverSeconds"/> is
    /// the measured time from a hand-over to the broker's confirm, a part of the control loop.
    /// </summary>
    public void Tick(TimeSpan now, double handOverSeconds, ICollection<GroupEvent> events)
    {
        _standing.Hear(now);
        _figures.HandOverSeconds = handOverSeconds;
        _turn = (_turn + 1) % Turns;
        _figures.Kinds.Measure(_records.Values.Select(r => r.Kinds), now);
        if (IsEverybodysTurn) _figures.Load.Look(_records.Values, now);
        foreach (var record in PassAll(now, events)) Forget(record, events);
        LookAtPeers(now);
        _standing.Sweep(_records.Values, now);
        LookAtCapacityIfChanged(now);
        AdjustWeights(now);
        PublishIfDirty(now);
        NotePerformance(now);
    }

    /// <summary>Instances lost by their silence, or found to hang, since the last call: their connections may stand and hold messages.</summary>
    public IReadOnlyList<WorkerInstance> TakeSilent()
    {
        if (_silent.Count == 0) return [];
        var silent = _silent.ToArray();
        _silent.Clear();
        return silent;
    }

    /// <summary>Whether this instance may hold messages that nobody there is going to settle.</summary>
    public bool HoldsInVain(WorkerInstance instance) =>
        _records.TryGetValue(instance.Destination, out var record) && record.HoldsInVain(instance.Instance);

    /// <summary>Takes in that the messages of a destination are being handed to others from now on, by a consumer of its queue.</summary>
    public void OnRescueStarted(string destination)
    {
        if (_records.TryGetValue(destination, out var record)) record.BeginRescue();
    }

    /// <summary>Takes in that they are not any more, and that the consumer is gone.</summary>
    public void OnRescueEnded(string destination)
    {
        if (_records.TryGetValue(destination, out var record)) record.EndRescue();
    }

    /// <summary>Every destination.</summary>
    public List<DestinationState> All() => [.. _records.Values.Select(r => r.State)];

    /// <summary>Destinations whose queues could not be declared.</summary>
    public List<string> Refused() => [.. _records.Values.Where(r => r.IsRefused).Select(r => r.State.Name)];

    /// <summary>Whether the configuration lists the destination.</summary>
    public bool IsListed(string destination) => _records.TryGetValue(destination, out var record) && record is { Listed: not null, IsRemoved: false };

    /// <summary>A copy of what is known of every destination.</summary>
    public List<DestinationView> View(TimeSpan now) => [.. _records.Values.Select(r => r.View(now))];

    private void Settle(DestinationRecord record, TimeSpan now, ICollection<GroupEvent> events, bool publish = true)
    {
        var before = record.Condition;
        var (weight, cost, worked, capacity) = (record.State.Weight, record.State.Cost, record.IsEligible, record.Weight);
        var changed = record.Judge(_standing.CircleOf(record, now), now);
        record.Refresh(_figures, now);
        _standing.Judged(record, worked, now);
        Attend(record, now);
        _peersWanted |= record.NeedsPeers(now);
        _capacityChanged |= changed || capacity != record.Weight;
        if (changed) record.CountDowns(before);
        if (changed) events.Add(new GroupEvent(_state.Name, record.State.Name, before, record.Condition, record.Reason ?? "it is ready"));
        if (changed && record.Condition == DestinationCondition.Hung) record.AddHung(_silent);
        _dirty |= changed || weight != record.State.Weight || cost != record.State.Cost;
        if (!publish || !_dirty) return;
        // Where thousands appear one after the other, each with a snapshot of all would take minutes; who comes can wait for the next tick.
        if (IsLarge && !worked && now - _publishedAt < Coalesce) return;
        if (_standing.HasTiers) LookAtCapacity(now);
        PublishIfDirty(now);
    }

    private void SettleAll(TimeSpan now, ICollection<GroupEvent> events)
    {
        foreach (var record in _records.Values) Settle(record, now, events, publish: false);
        LookAtCapacity(now);
        PublishIfDirty(now);
    }

    private void PublishIfDirty(TimeSpan now)
    {
        if (!_dirty) return;
        (_dirty, _publishedAt) = (false, now);
        var standIn = _standing.StandIn(now);
        var eligible = Where(record => _standing.IsChosenFrom(record, now));
        _state.Publish(new GroupSnapshot(_state.Snapshot.Version + 1, eligible, Where(record => _standing.IsInReserve(record, standIn, now)), _kinds));
    }

    // Without a sort: when a group of thousands starts, each of them has its first heartbeat and so its own snapshot.
    private DestinationState[] Where(Predicate<DestinationRecord> isIn)
    {
        var count = 0;
        foreach (var record in _bySlot)
        {
            if (record is not null && isIn(record)) count++;
        }

        if (count == 0) return [];
        var found = new DestinationState[count];
        count = 0;
        foreach (var record in _bySlot)
        {
            if (record is not null && isIn(record)) found[count++] = record.State;
        }

        return found;
    }

    private DestinationRecord Add(string name, DestinationConfig? listed, bool isNew)
    {
        var slot = _freeSlots.Count > 0 ? _freeSlots.Min : _bySlot.Count;
        if (slot == _bySlot.Count) _bySlot.Add(null);
        _freeSlots.Remove(slot);
        var record = new DestinationRecord(_supply.Make(name, slot), listed, _config, _kinds, _random) { IsNew = isNew, IsAttended = true };
        _attended.Add(record);
        return _records[name] = _bySlot[slot] = record;
    }

    private void Forget(DestinationRecord record, ICollection<GroupEvent> events)
    {
        _records.Remove(record.State.Name);
        _standing.Forgotten(record);
        _freeSlots.Add(record.State.Slot);
        _bySlot[record.State.Slot] = null;
        _capacityChanged = true;
        events.Add(new GroupEvent(_state.Name, record.State.Name, record.Condition, null, record.IsRemoved ? "the configuration lists it no more, and nothing is left there" : "nothing was seen of it for a long time"));
        _dirty = true;
    }
}

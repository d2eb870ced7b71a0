using MessageLB.Core.Failover;

namespace MessageLB.Core.Groups;

/// <summary>
/// Whom it looks at without being told anything. A destination that works and has nothing in flight needs no look for a while, and in a group
/// of thousands nearly all are of that kind at any moment: looking at all of them ten times a second would take a third of a core.
/// </summary>
public sealed partial class GroupUpdater
{
    // Ticks in which each destination of a large group has its turn: with ten ticks a second, once a second.
    private const int Turns = 10;

    private static readonly TimeSpan BetweenLooksAtAll = TimeSpan.FromSeconds(1);

    // Those that are not calm, as far as is known: they are looked at one by one many times a second, which nobody could do with thousands.
    private readonly List<DestinationRecord> _attended = [];
    private int _turn;
    private bool _peersWanted;
    private TimeSpan? _peersAt;
    private bool _capacityChanged;
    private int _dispatchersAtTick = 1;
    private TimeSpan _tickedAt;

    /// <summary>Destinations whose queues are worth a look: those judged by their queues, and those whose books stand still.</summary>
    public List<DestinationState> WantingLook(TimeSpan now)
    {
        var wanting = new List<DestinationState>();
        foreach (var record in _attended)
        {
            if (record.WantsLook(now)) wanting.Add(record.State);
        }

        return wanting;
    }

    /// <summary>What is to be said to workers now, because people want it. Each is told once, and again after a while until it shows.</summary>
    public List<(string Destination, WorkerAsk Ask)> Asks(TimeSpan now)
    {
        List<(string, WorkerAsk)>? asks = null;
        foreach (var record in _attended)
        {
            if (record.Ask(now) is { } ask) (asks ??= []).Add((record.State.Name, ask));
        }

        return asks ?? [];
    }

    /// <summary>Destinations whose messages are to be rescued.</summary>
    public List<LostDestination> Lost(TimeSpan now)
    {
        var lost = new List<LostDestination>();
        foreach (var record in _attended)
        {
            if (record.Loss(now) is { } loss) lost.Add(loss);
        }

        return lost;
    }

    /// <summary>Takes in that time has passed for everybody who is not calm, and for those whose turn it is; returns whom to forget.</summary>
    private List<DestinationRecord> PassAll(TimeSpan now, ICollection<GroupEvent> events)
    {
        foreach (var record in _attended) record.IsAttended = false;
        _attended.Clear();
        // Each of them has another window then.
        var isAll = _dispatchersAtTick != Dispatchers;
        _dispatchersAtTick = Dispatchers;
        List<DestinationRecord> forgotten = [];
        for (var slot = 0; slot < _bySlot.Count; slot++)
        {
            if (_bySlot[slot] is not { } record || (!isAll && slot % Turns != _turn && IsCalm(record, now))) continue;
            record.LoseSilent(now, _silent);
            record.Pass(now, _tickedAt);
            if (record.ForgetLost(now, ForgetAfter) || record.IsGone) forgotten.Add(record);
            else Settle(record, now, events, publish: false);
        }

        _tickedAt = now;
        return forgotten;
    }

    private bool IsLarge => _records.Count > MostAtOnce;

    // What is asked of all destinations of a large group is asked once a second, or when one of them gives a reason: each look at thousands takes as long
    // as what they report between two ticks.
    private bool IsEverybodysTurn => !IsLarge || _turn == 0;

    private void LookAtCapacityIfChanged(TimeSpan now)
    {
        // Which tier is active is a question of time too.
        if (IsEverybodysTurn || _capacityChanged || _standing.HasTiers) LookAtCapacity(now);
        else LookAtLearning(now);
    }

    private void LookAtCapacity(TimeSpan now)
    {
        _capacityChanged = false;
        _dirty |= _standing.LookAtCapacity(_records.Values, now);
        LookAtLearning(now);
    }

    private void LookAtLearning(TimeSpan now)
    {
        var learning = _standing.IsLearning(now);
        _dirty |= learning != _wasLearning;
        _wasLearning = learning;
    }

    // The sort is worth it only while somebody is ranked by it; in a large group, where somebody always is, once a second.
    private void LookAtPeers(TimeSpan now)
    {
        if (!_peersWanted || (IsLarge && _peersAt is { } last && now - last < BetweenLooksAtAll)) return;
        (_peersWanted, _peersAt) = (false, now);
        _figures.Peers.Measure(_records.Values);
        foreach (var record in _records.Values)
        {
            if (record.NeedsPeers(now)) record.Refresh(_figures, now);
        }
    }

    // A small group has everybody looked at all the time: that costs nothing, and no figure is older than a tick.
    private bool IsCalm(DestinationRecord record, TimeSpan now) => IsLarge && record.IsCalm(now);

    // At once and not at the next tick: who is lost is to be rescued.
    private void Attend(DestinationRecord record, TimeSpan now)
    {
        if (record.IsAttended || IsCalm(record, now)) return;
        record.IsAttended = true;
        _attended.Add(record);
    }
}

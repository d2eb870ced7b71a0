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

    // Those that are not calm, as far as is known: they are looked at one by one many times a second, which nobody could do with thousands.
    private readonly List<DestinationRecord> _attended = [];
    private int _turn;
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
        _turn = (_turn + 1) % Turns;
        // Each of them has another window then.
        var isAll = _dispatchersAtTick != Dispatchers;
        _dispatchersAtTick = Dispatchers;
        List<DestinationRecord> forgotten = [];
        foreach (var record in _records.Values)
        {
            if (!isAll && record.State.Slot % Turns != _turn && IsCalm(record, now)) continue;
            record.LoseSilent(now, _silent);
            record.Pass(now, _tickedAt);
            if (record.ForgetLost(now, ForgetAfter) || record.IsGone) forgotten.Add(record);
            else Settle(record, now, events, publish: false);
        }

        _tickedAt = now;
        return forgotten;
    }

    // A small group has everybody looked at all the time: that costs nothing, and no figure is older than a tick.
    private bool IsCalm(DestinationRecord record, TimeSpan now) => _records.Count > MostAtOnce && record.IsCalm(now);

    // At once and not at the next tick: who is lost is to be rescued.
    private void Attend(DestinationRecord record, TimeSpan now)
    {
        if (record.IsAttended || IsCalm(record, now)) return;
        record.IsAttended = true;
        _attended.Add(record);
    }
}

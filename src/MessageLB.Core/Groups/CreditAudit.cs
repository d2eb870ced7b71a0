using MessageLB.Core.Credit;
using MessageLB.Core.Heartbeats;

namespace MessageLB.Core.Groups;

/// <summary>
/// Finds credit that the counters of workers will never give back: a worker that settled messages and died before its next heartbeat
/// took the news with it, and a broken session leaves the fate of hand-overs unknown. When there is reason to suspect it, or when
/// nothing moves any more, the queue is looked at and the look compared with what every live instance says after it. One thread.
/// </summary>
/// <remarks>
/// After, because a message that goes from the queue to a worker in between is then seen twice rather than nowhere: it may hide
/// lost credit from this comparison, but it can never make credit look lost that is in flight.
/// </remarks>
internal sealed class CreditAudit(CreditWindow credit)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan StandsStill = TimeSpan.FromSeconds(2);

    private readonly CreditReconciler _reconciler = new();
    private (long Ready, long TakenBefore, TimeSpan At)? _look;
    private TimeSpan? _lastLook;
    private TimeSpan _lastProgress;
    private bool _suspect;

    /// <summary>Something happened that may have cost credit.</summary>
    public void Suspect() => _suspect = true;

    /// <summary>Messages are on their way from here to others: neither ready nor held by a worker, and yet not lost.</summary>
    public void Pause()
    {
        _look = null;
        _reconciler.Add(0);
    }

    /// <summary>Credit came back at this time, or there was none to come. An earlier one than the last changes nothing.</summary>
    public void Progress(TimeSpan at) => _lastProgress = at > _lastProgress ? at : _lastProgress;

    /// <summary>Whether a look at the queue would tell something now.</summary>
    public bool WantsLook(TimeSpan now)
    {
        if (credit.InFlight == 0 || _look is not null) return false;
        if (_lastLook is { } last && now - last < BetweenLooks) return false;
        return _suspect || now - _lastProgress > StandsStill;
    }

    /// <summary>Takes in a look: <paramref name="ready"/> messages, of those handed over when <paramref name="takenBefore"/> were.</summary>
    public void Look(long ready, long takenBefore, InstanceSet instances, TimeSpan now)
    {
        _lastLook = now;
        _look ??= (ready, takenBefore, now);
        Compare(instances, now);
    }

    /// <summary>Compares the last look with what the instances say, once every live one was heard of after it.</summary>
    public void Compare(InstanceSet instances, TimeSpan now)
    {
        if (_look is not { } look || !instances.HeardSince(look.At)) return;
        _look = null;
        var surplus = look.TakenBefore - credit.Returned - look.Ready - instances.Held();
        var lost = _reconciler.Add(surplus);
        if (surplus <= 0 || lost > 0) _suspect = false;
        if (lost > 0 && credit.Return(lost) > 0) Progress(now);
    }

    /// <summary>Sets the books to <paramref name="inFlight"/> while nothing is being handed over. An estimate, so looks follow.</summary>
    public void Reset(long inFlight)
    {
        credit.Observe(inFlight, credit.Taken);
        _look = null;
        _reconciler.Add(0);
        _suspect = true;
    }
}

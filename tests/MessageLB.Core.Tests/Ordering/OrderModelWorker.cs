using MessageLB.Core.Groups;
using MessageLB.Core.Tests.Routing;

namespace MessageLB.Core.Tests.Ordering;

/// <summary>A worker with two hands, and its queue.</summary>
internal sealed class OrderModelWorker(int slot)
{
    private const int Window = 5;

    private bool _mustBeTakenBack;
    private int _unreported;

    public DestinationState State { get; } = Fleet.Destination(slot, limit: Window);

    /// <summary>What waits and what is in the worker's hands, in order.</summary>
    public List<OrderMessage> Queue { get; } = [];

    /// <summary>What the dispatcher has taken back from there.</summary>
    public List<OrderMessage> InHand { get; } = [];

    public bool IsAlive { get; private set; } = true;

    public bool IsDraining { get; set; }

    /// <summary>Whether what is here is being taken back.</summary>
    public bool IsTakenFrom { get; set; }

    /// <summary>Whether the broker had answered for everything when the dispatcher looked at the queue.</summary>
    public bool IsSeen { get; set; }

    /// <summary>Whether it is dead and what it had was taken back.</summary>
    public bool WasTakenBack { get; set; }

    /// <summary>Whether nothing is there, as a heartbeat and a look at the queue would show.</summary>
    public bool IsIdle => Queue.Count == 0;

    /// <summary>Finishes one that is the first of its slot; null if there is nothing to do.</summary>
    public OrderMessage? Work(int which)
    {
        if (!IsAlive || Queue.Count == 0) return null;
        var mayRun = Queue.GroupBy(m => m.Slot).Select(same => same.First()).Take(2).ToList();
        var done = mayRun[which % mayRun.Count];
        Queue.Remove(done);
        _unreported++;
        return done;
    }

    public int TakeUnreported()
    {
        var count = IsAlive ? _unreported : 0;
        if (IsAlive) _unreported = 0;
        return count;
    }

    public void Kill()
    {
        if (!IsAlive) return;
        (IsAlive, WasTakenBack) = (false, false);
    }

    /// <summary>Comes back under its name; not if its dispatcher died while it was being rescued, for then some of a key may be gone elsewhere.</summary>
    public void Revive()
    {
        if (IsAlive || _mustBeTakenBack) return;
        IsAlive = true;
    }

    /// <summary>What a dispatcher had taken back and not settled is here again.</summary>
    public void GiveBack(List<OrderMessage> messages)
    {
        Queue.InsertRange(0, messages);
        _mustBeTakenBack |= !IsAlive && messages.Count > 0;
    }

    /// <summary>A dispatcher takes everything back.</summary>
    public void Take()
    {
        InHand.AddRange(Queue);
        Queue.Clear();
        (WasTakenBack, _mustBeTakenBack) = (true, false);
        Count();
    }

    /// <summary>The dispatcher sets its books to what is here.</summary>
    public void Count()
    {
        State.Credit.Observe(Queue.Count, State.Credit.Taken);
        _unreported = 0;
    }
}

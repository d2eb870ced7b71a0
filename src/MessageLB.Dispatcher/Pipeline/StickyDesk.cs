using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Dispatcher.Explaining;
using MessageLB.Dispatcher.Registry;

namespace MessageLB.Dispatcher.Pipeline;

/// <summary>
/// Chooses for messages with a sticky key: the destination that the key belongs to, else one by policy, which it belongs to from then on.
/// Those that must wait for their destination wait here, in order, and hold up nobody else. The pump's only.
/// </summary>
internal sealed class StickyDesk(StickyConfig config, StickyKeys keys, GroupState state, DecisionRecorder decisions)
{
    private readonly Dictionary<string, Queue<HeldMessage>> _waiting = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DestinationState> _eligible = new(StringComparer.Ordinal);
    private GroupSnapshot _seen = GroupSnapshot.Empty;

    /// <summary>Messages that wait for their destination.</summary>
    public int Count { get; private set; }

    /// <summary>How long until one of them has waited long enough; null if none does.</summary>
    public TimeSpan? DueIn { get; private set; }

    /// <summary>A destination whose credit was taken; null if nobody has credit, or if the message is to <paramref name="wait"/> here.</summary>
    public DestinationState? Choose(HeldMessage message, TimeSpan now, out bool wait)
    {
        wait = false;
        Look();
        if (message.StickyKey is not { } key) return Pick(message);
        if (keys.Table.Find(key, now) is not { } name)
        {
            var first = Pick(message);
            if (first is not null) keys.Learned(key, first.Name, now);
            return first;
        }

        // Behind those that wait already: one key's messages stay in order.
        if (!_waiting.ContainsKey(name) && _eligible.TryGetValue(name, out var own) && Take(own, message))
        {
            keys.Hit();
            return own;
        }

        if (config.OnFailure == StickyFailure.Redistribute) return PickElsewhere(message, key, name, now);
        wait = true;
        return null;
    }

    /// <summary>Lets a message wait for the destination of its key.</summary>
    public void Wait(HeldMessage message, TimeSpan now)
    {
        var name = keys.Table.Find(message.StickyKey!.Value, now)!;
        if (!_waiting.TryGetValue(name, out var queue)) _waiting[name] = queue = [];
        message.WaitsSince = now;
        queue.Enqueue(message);
        Count++;
        keys.Waited();
    }

    /// <summary>One that need not wait any more, with a destination whose credit was taken; false if there is none.</summary>
    public bool TryTake(TimeSpan now, out HeldMessage message, out DestinationState destination)
    {
        message = null!;
        destination = null!;
        DueIn = null;
        if (Count == 0) return false;
        Look();
        foreach (var (name, queue) in _waiting)
        {
            if (Find(name, queue.Peek(), now) is not { } found) continue;
            message = queue.Dequeue();
            destination = found;
            Count--;
            if (queue.Count == 0) _waiting.Remove(name);
            return true;
        }

        return false;
    }

    /// <summary>Takes out any; false if none waits.</summary>
    public bool TryRemoveAny(out HeldMessage message)
    {
        foreach (var (name, queue) in _waiting)
        {
            message = queue.Dequeue();
            Count--;
            if (queue.Count == 0) _waiting.Remove(name);
            return true;
        }

        message = null!;
        return false;
    }

    private DestinationState? Find(string name, HeldMessage message, TimeSpan now)
    {
        if (_eligible.TryGetValue(name, out var own) && Take(own, message))
        {
            keys.Hit();
            return own;
        }

        if (config.OnFailure != StickyFailure.Wait) return null;
        var left = message.WaitsSince + config.Wait - now;
        if (left <= TimeSpan.Zero) return PickElsewhere(message, message.StickyKey!.Value, name, now);
        if (DueIn is null || left < DueIn) DueIn = left;
        return null;
    }

    // A key leaves its destination only if that one takes no messages at all: for want of credit only this one message goes elsewhere.
    private DestinationState? PickElsewhere(HeldMessage message, ulong key, string name, TimeSpan now)
    {
        var other = Pick(message);
        if (other is null) return null;
        if (_eligible.ContainsKey(name)) keys.WentElsewhere();
        else keys.Moved(key, other.Name, now);
        return other;
    }

    private bool Take(DestinationState destination, HeldMessage message) => decisions.Picker.TryTake(_seen, destination, message.Delivery.Properties);

    private DestinationState? Pick(HeldMessage message) => decisions.Pick(message.RoutingKey, message.Delivery.Properties, message.HeldSince, _seen);

    private void Look()
    {
        var snapshot = state.Snapshot;
        if (ReferenceEquals(snapshot, _seen)) return;
        _seen = snapshot;
        _eligible.Clear();
        foreach (var destination in snapshot.Eligible) _eligible[destination.Name] = destination;
    }
}

using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Dispatcher.Explaining;
using MessageLB.Dispatcher.Registry;

namespace MessageLB.Dispatcher.Pipeline;

/// <summary>
/// Chooses for messages with a sticky key: the destination that the key belongs to, else one by policy, which it belongs to from then on.
/// Those that must wait for their destination wait here, in order, and hold up nobody else. The pump's only.
/// </summary>
internal sealed class StickyDesk(StickyConfig config, StickyKeys keys, GroupState state, DecisionRecorder decisions) : IWaitingDesk
{
    private readonly Dictionary<string, Queue<HeldMessage>> _waiting = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DestinationState> _eligible = new(StringComparer.Ordinal);
    private GroupSnapshot _seen = GroupSnapshot.Empty;
    private int _count;

    /// <inheritdoc />
    public TimeSpan? DueIn { get; private set; }

    /// <inheritdoc />
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

    /// <inheritdoc />
    public void Wait(HeldMessage message, TimeSpan now)
    {
        var name = keys.Table.Find(message.StickyKey!.Value, now)!;
        if (!_waiting.TryGetValue(name, out var queue)) _waiting[name] = queue = [];
        message.WaitsSince = now;
        queue.Enqueue(message);
        _count++;
        keys.Waited();
    }

    /// <inheritdoc />
    public bool TryTake(TimeSpan now, out HeldMessage message, out DestinationState destination)
    {
        message = null!;
        destination = null!;
        DueIn = null;
        if (_count == 0) return false;
        Look();
        foreach (var (name, queue) in _waiting)
        {
            if (Find(name, queue.Peek(), now) is not { } found) continue;
            message = queue.Dequeue();
            destination = found;
            _count--;
            if (queue.Count == 0) _waiting.Remove(name);
            return true;
        }

        return false;
    }

    /// <inheritdoc />
    public bool TryRemoveAny(out HeldMessage message)
    {
        foreach (var (name, queue) in _waiting)
        {
            message = queue.Dequeue();
            _count--;
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

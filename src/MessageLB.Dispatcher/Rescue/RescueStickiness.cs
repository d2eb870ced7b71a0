using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Dispatcher.Explaining;
using MessageLB.Dispatcher.Registry;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Rescue;

/// <summary>
/// Chooses for rescued messages with a sticky key: the first one of a key is placed by the policy and takes the key with it, the others
/// follow. The receiver's thread only.
/// </summary>
internal sealed class RescueStickiness(StickyConfig config, StickyKeys keys, GroupState state, DestinationState lost, TimeProvider time)
{
    /// <summary>For this group; null if it has no sticky keys.</summary>
    public static RescueStickiness? Of(GroupRuntime group, DestinationState lost, TimeProvider time) =>
        group.Config.Sticky is { } config ? new RescueStickiness(config, group.Rules!.Sticky!, group.State, lost, time) : null;

    /// <summary>A destination whose credit was taken, or null if nobody has credit.</summary>
    public DestinationState? Pick(DecisionRecorder decisions, string routingKey, MessageProperties properties, long heldSince)
    {
        var snapshot = state.Snapshot;
        if (!config.Key.TryHash(properties, routingKey, out var key)) return decisions.Pick(routingKey, properties, heldSince, snapshot);
        var now = time.GetElapsedTime(0);
        var own = Find(snapshot, keys.Table.Find(key, now));
        if (own is not null && decisions.Picker.TryTake(snapshot, own, properties))
        {
            keys.Hit();
            return own;
        }

        var other = decisions.Pick(routingKey, properties, heldSince, snapshot);
        if (other is null) return null;
        // As for messages from ingress: for want of credit only this one message goes elsewhere.
        if (own is not null) keys.WentElsewhere();
        else keys.Moved(key, other.Name, now);
        return other;
    }

    private DestinationState? Find(GroupSnapshot snapshot, string? name)
    {
        if (name is null || name == lost.Name) return null;
        foreach (var destination in snapshot.Eligible)
        {
            if (destination.Name == name) return destination;
        }

        return null;
    }
}

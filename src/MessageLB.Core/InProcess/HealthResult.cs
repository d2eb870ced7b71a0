using MessageLB.Core.Groups;

namespace MessageLB.Core.InProcess;

/// <summary>Who works.</summary>
/// <param name="State">Healthy if everybody works, unhealthy if nobody does, degraded else.</param>
/// <param name="Destinations">Each destination, in the order of the names.</param>
/// <param name="Changes">What has changed since the last time, the oldest first.</param>
public sealed record HealthResult(HealthState State, IReadOnlyList<DestinationView> Destinations, IReadOnlyList<GroupEvent> Changes)
{
    internal static HealthResult Of(IEnumerable<DestinationView> destinations, IReadOnlyList<GroupEvent> changes)
    {
        DestinationView[] all = [.. destinations.OrderBy(d => d.State.Name, StringComparer.Ordinal)];
        var working = all.Count(d => d.Condition == DestinationCondition.Ready);
        var state = working == all.Length ? HealthState.Healthy : working > 0 ? HealthState.Degraded : HealthState.Unhealthy;
        return new HealthResult(state, all, changes);
    }
}

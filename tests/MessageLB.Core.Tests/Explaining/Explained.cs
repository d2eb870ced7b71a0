using MessageLB.Core.Explaining;
using MessageLB.Core.Groups;
using MessageLB.Core.Routing;
using MessageLB.Core.Tests.Routing;
using MessageLB.Transport;

namespace MessageLB.Core.Tests.Explaining;

/// <summary>Picks once and explains it, as the dispatcher does.</summary>
internal sealed class Explained(IReadOnlyList<DestinationView> views) : IPickWitness
{
    public static readonly DateTimeOffset Time = new(2031, 2, 3, 4, 5, 6, TimeSpan.Zero);

    private static readonly Dictionary<string, double> ByKind = [];

    private DecisionPicture? _picture;

    public void BeforePick(IRoutingPolicy policy, in RoutingContext context, CandidateSet candidates) =>
        _picture = Explainer.Look("orders", policy, context, candidates, views);

    /// <summary>A pick among those of <paramref name="views"/> that are ready and have a weight.</summary>
    public static Explanation Pick(IRoutingPolicy policy, params DestinationView[] views) => Pick(
        policy, Fleet.Snapshot(views.Where(v => v is { Condition: DestinationCondition.Ready, State.Weight: > 0 }).Select(v => v.State)), Fleet.Properties, views);

    public static Explanation Pick(IRoutingPolicy policy, GroupSnapshot snapshot, MessageProperties properties, params IReadOnlyList<DestinationView> views)
    {
        using var picker = Fleet.Picker(policy);
        var explained = new Explained(views);
        var winner = picker.TryPick(snapshot, "order.new", properties, explained);
        return explained._picture!.Decide(winner?.Name, Time);
    }

    public static DestinationView View(DestinationState state, DestinationCondition condition = DestinationCondition.Ready, string? reason = null, double measured = 0) =>
        new(state, condition, HealthState.Healthy, AdministrativeState.Active, Tier: 0, Ramp: 1, reason, IsQueueLevel: false, Alive: 1, Done: 0, Failed: 0, measured, ByKind, LatencyP50Ms: null, LatencyP99Ms: null, SinceSeen: null);
}

namespace MessageLB.Dispatcher.Status;

/// <summary>What the rules of a group did before its policy. Counters run since the dispatcher's start.</summary>
/// <param name="Forwards">Groups that messages are forwarded to.</param>
/// <param name="Tenants">Tenants named in the configuration, after <c>other</c>, which stands for all that are not.</param>
/// <param name="Sticky">Sticky destinations; null without them.</param>
public sealed record GroupRulesStatus(IReadOnlyList<ForwardStatus> Forwards, IReadOnlyList<TenantStatus> Tenants, StickyStatus? Sticky)
{
    /// <summary>The order of keys; null in a group that keeps none.</summary>
    public OrderStatus? Order { get; init; }
}

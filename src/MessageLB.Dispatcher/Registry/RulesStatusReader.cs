using MessageLB.Dispatcher.Ordering;
using MessageLB.Dispatcher.Pipeline;
using MessageLB.Dispatcher.Status;

namespace MessageLB.Dispatcher.Registry;

/// <summary>Turns what the rules of a group did into the picture for people.</summary>
internal static class RulesStatusReader
{
    public static IReadOnlyList<ForwardStatus> Read(IReadOnlyList<ForwardTarget> targets) =>
        [.. targets.Select(target => new ForwardStatus(target.Name, target.Forwarded, target.Returned, target.Refused))];

    private const int MostHotSlots = 5;

    public static GroupRulesStatus Read(GroupRulesState rules, GroupOrder? order) => new(
        Read(rules.Targets),
        [.. rules.Tenants.Select(tenant => new TenantStatus(tenant.Name, tenant.Waiting, tenant.Handed, tenant.Delayed, tenant.Refused))],
        rules.Sticky is { } sticky ? new StickyStatus(sticky.Table.Count, sticky.LearnedKeys, sticky.Hits, sticky.MovedKeys, sticky.Elsewhere, sticky.Waits) : null)
    {
        Order = order is null ? null : Read(order),
    };

    private static OrderStatus Read(GroupOrder order)
    {
        var view = order.Book.View(MostHotSlots);
        return new OrderStatus(view.Slots, view.Busy, order.Waiting, view.Moves, view.IsLearning, view.Hottest);
    }
}

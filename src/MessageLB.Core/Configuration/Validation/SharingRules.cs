namespace MessageLB.Core.Configuration;

/// <summary>How sticky destinations, tenants and rate limits of each group go together.</summary>
internal static class SharingRules
{
    /// <summary>Most tenants by name: each is a label of metrics.</summary>
    private const int MostNamed = 1000;

    public static void Check(IReadOnlyList<GroupConfig> groups, ConfigFindings findings)
    {
        foreach (var group in groups)
        {
            var path = $"groups.{group.Name}";
            if (group.Sticky is { } sticky) CheckSticky(sticky, path + ".sticky", findings);
            if (group.RateLimit is { } limit) CheckLimit(limit, path + ".rate_limit", findings);
            if (group.Tenants?.Weights.Count > MostNamed) findings.Error(path + ".tenants.weights", null, $"names more than {MostNamed} tenants: name those that matter; the others have 'default_weight'");
            var written = findings.OriginOf(path + ".waiting_memory") is not null;
            if (written && !group.Copies) findings.Warn(path + ".waiting_memory", "has no effect: nothing waits in memory without forward, sticky, tenants, rate_limit, priority or order_by");
            CheckOrder(group, path, findings);
        }
    }

    private static void CheckOrder(GroupConfig group, string path, ConfigFindings findings)
    {
        if (group.OrderBy is null)
        {
            if (findings.OriginOf(path + ".order_slots") is not null) findings.Warn(path + ".order_slots", "has no effect without order_by");
            return;
        }

        if (group.Sticky is not null) findings.Error(path + ".sticky", null, "cannot stand beside order_by, which says by itself where each key goes");
        if (group.Priority) findings.Error(path + ".priority", null, "cannot stand beside order_by: messages of one key would overtake each other");
        if (group.Delivery == DeliveryMode.Hold) findings.Error(path + ".delivery", "hold", "cannot stand beside order_by: what a lost worker held would be given out again out of order");
        if (group.Tenants is not null) findings.Warn(path + ".tenants", "give turns by tenant: with order_by all messages of one key must be of one tenant");
        if (group.Destinations.Count > 0) findings.Warn(path + ".order_by", "is kept by workers of the SDK; a destination without heartbeats needs one consumer with a prefetch of 1 (docs/ordering.md)");
    }

    private static void CheckSticky(StickyConfig sticky, string path, ConfigFindings findings)
    {
        if (sticky.OnFailure == StickyFailure.Wait || findings.OriginOf(path + ".wait") is null) return;
        findings.Warn(path + ".wait", "has no effect: it belongs to 'on_failure: wait'");
    }

    private static void CheckLimit(RateLimitConfig limit, string path, ConfigFindings findings)
    {
        if (limit.Per == LimitScope.Group)
        {
            if (limit.Rate is null) findings.Error(path + ".rate", null, "is missing: write a rate such as 100/s");
            if (limit.Tenants.Count > 0) findings.Error(path + ".tenants", null, "needs 'per: tenant' beside it");
        }
        else if (limit.Rate is null && limit.Tenants.Count == 0)
        {
            findings.Error(path, null, "limits nobody: write 'rate' for each tenant, or 'tenants' with a rate for some");
        }

        if (limit.Tenants.Count > MostNamed) findings.Error(path + ".tenants", null, $"names more than {MostNamed} tenants: name those that matter; the others have 'rate'");
        if (limit.Excess == ExcessMode.Delay && limit.Burst > 0) findings.Warn(path + ".burst", "has no effect with 'excess: delay', which lets everything wait for its turn and refuses nothing");
    }
}

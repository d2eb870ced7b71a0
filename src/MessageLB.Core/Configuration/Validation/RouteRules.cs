namespace MessageLB.Core.Configuration;

/// <summary>
/// Every routing key belongs to one group at most: patterns of two groups must not overlap, and one group at most is the
/// catch-all. Otherwise the broker would copy messages, or leave it to chance who gets them.
/// </summary>
internal static class RouteRules
{
    public static void Check(IReadOnlyList<GroupConfig> groups, ConfigFindings findings)
    {
        GroupConfig? catchAll = null;
        var routes = new RouteIndex();
        foreach (var group in groups)
        {
            if (group.Routes.Count == 0) findings.Error($"groups.{group.Name}.routes", null, "needs at least one topic pattern, such as # for everything");
            for (var i = 0; i < group.Routes.Count; i++)
            {
                var path = $"groups.{group.Name}.routes[{i}]";
                var pattern = group.Routes[i];
                if (RoutePattern.BrokenRule(pattern) is not null) continue;
                if (TopicPattern.IsCatchAll(pattern))
                {
                    catchAll ??= group;
                    if (catchAll != group) findings.Error(path, pattern, $"makes a second catch-all beside group '{catchAll.Name}': give each group its own patterns");
                }
                else if (routes.Overlap(pattern, group.Name) is { } overlap)
                {
                    findings.Error(path, pattern, $"overlaps '{overlap.Pattern}' of group '{overlap.Group}': both match '{overlap.Key}'");
                }
                else
                {
                    routes.Add(pattern, group.Name);
                }
            }
        }
    }
}

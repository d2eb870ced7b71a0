namespace MessageLB.Core.Configuration;

/// <summary>How the groups that fall back to others go together.</summary>
internal static class FallbackRules
{
    public static void Check(IReadOnlyList<GroupConfig> groups, ConfigFindings findings)
    {
        var byName = new Dictionary<string, GroupConfig>(StringComparer.Ordinal);
        foreach (var group in groups) byName.TryAdd(group.Name, group);
        foreach (var group in groups)
        {
            var path = $"groups.{group.Name}";
            CheckTarget(group, byName, path + ".fallback", findings);
            if (group.WhenNone.Action == NobodyAction.Hold && findings.OriginOf(path + ".when_none.after") is not null)
            {
                findings.Warn(path + ".when_none.after", "has no effect: it belongs to 'action: dead_letter'");
            }
        }

        CheckCircles(groups, byName, findings);
    }

    private static void CheckTarget(GroupConfig group, Dictionary<string, GroupConfig> groups, string path, ConfigFindings findings)
    {
        if (group.Fallback.To is not { } target)
        {
            if (group.WhenNone.Action == NobodyAction.Hold && findings.OriginOf(path + ".after") is not null) findings.Warn(path + ".after", "has no effect without 'to' and a group");
            return;
        }

        if (!groups.ContainsKey(target)) findings.Error(path + ".to", target, "is no group of this configuration", ConfigKeys.Closest(target, groups.Keys.Where(name => name != group.Name)));
        if (group.ForwardsEverything) findings.Warn(path, "has no effect: every message of this group is forwarded by its rules");
        if (group.Sticky is { OnFailure: StickyFailure.Strict }) findings.Warn(path, $"sends messages to group '{target}' while nobody is left here, although 'on_failure: strict' lets them wait for their destination");
    }

    // The same circle is told once, at the first group of it.
    private static void CheckCircles(IReadOnlyList<GroupConfig> groups, Dictionary<string, GroupConfig> byName, ConfigFindings findings)
    {
        var clear = new HashSet<string>(StringComparer.Ordinal);
        foreach (var group in groups)
        {
            var way = new List<string>();
            for (var at = group; at is not null && clear.Add(at.Name); at = at.Fallback.To is { } to ? byName.GetValueOrDefault(to) : null)
            {
                way.Add(at.Name);
                if (at.Fallback.To is not { } next || way.IndexOf(next) is not (>= 0 and var start)) continue;
                findings.Error($"groups.{way[start]}.fallback.to", byName[way[start]].Fallback.To, $"leads back to where it began: {string.Join(" → ", way.Skip(start).Append(next))}");
                break;
            }
        }
    }
}

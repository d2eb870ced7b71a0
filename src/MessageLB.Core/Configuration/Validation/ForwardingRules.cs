namespace MessageLB.Core.Configuration;

/// <summary>How the rules that forward messages between groups go together.</summary>
internal static class ForwardingRules
{
    public static void Check(IReadOnlyList<GroupConfig> groups, ConfigFindings findings)
    {
        var byName = new Dictionary<string, GroupConfig>(StringComparer.Ordinal);
        foreach (var group in groups) byName.TryAdd(group.Name, group);
        foreach (var group in groups)
        {
            for (var i = 0; i < group.Forward.Count; i++) CheckRule(group, i, byName, findings);
        }

        CheckCircles(groups, byName, findings);
    }

    /// <summary>Whether no message can stay in the group.</summary>
    public static bool ForwardsEverything(GroupConfig group) =>
        group.Forward.Any(rule => rule.When.Count == 0 && Targets(rule).All(target => target.Group != group.Name)
            && !group.Forward.TakeWhile(earlier => earlier != rule).Any(earlier => Targets(earlier).Any(target => target.Group == group.Name)));

    private static IEnumerable<(string Group, string Place)> Targets(ForwardRuleConfig rule)
    {
        if (rule.To is { } to) yield return (to, ".to");
        for (var i = 0; i < rule.Split.Count; i++) yield return (rule.Split[i].Key, $".split[{i}]");
    }

    private static void CheckRule(GroupConfig group, int index, Dictionary<string, GroupConfig> groups, ConfigFindings findings)
    {
        var rule = group.Forward[index];
        var path = $"groups.{group.Name}.forward[{index}]";
        if (rule.To is null && rule.Split.Count == 0) findings.Error(path, null, "says not where to: write 'to' and a group, or 'split' and several with weights");
        if (rule.To is not null && rule.Split.Count > 0) findings.Error(path + ".split", null, "cannot stand beside 'to': keep one of them");
        if (rule.By is not null && rule.Split.Count == 0) findings.Error(path + ".by", null, "needs 'split' beside it");
        if (rule.Split.Count > 0 && rule.Split.All(side => side.Value == 0)) findings.Error(path + ".split", null, "gives every group weight 0: give one a weight of 1 or more");
        foreach (var (target, place) in Targets(rule))
        {
            if (!groups.TryGetValue(target, out var known))
            {
                findings.Error(path + place, target, "is no group of this configuration", ConfigKeys.Closest(target, groups.Keys));
            }
            else if (known.Forward.Count > 0 && known != group)
            {
                findings.Warn(path + place, $"leads to group '{target}', whose own rules do not look at it any more: a message is forwarded once");
            }
        }

        for (var i = 0; i < rule.When.Count; i++) CheckCondition(rule.When[i], $"{path}.when[{i}]", findings);
        if (rule.When.Count == 0 && index < group.Forward.Count - 1) findings.Warn(path, "applies to every message, so the rules after it never do: give it a 'when' or put it last");
    }

    private static void CheckCondition(ConditionConfig condition, string path, ConfigFindings findings)
    {
        var ofHeader = condition.EqualTo is not null || condition.OneOf.Count > 0 || condition.Prefix is not null || condition.Present is not null;
        if (condition.Header is null && ofHeader) findings.Error(path, null, "says what a header must be, but not which: write 'header' and its name");
        else if (condition.Header is null && condition.Types.Count == 0 && condition.RoutingKey is null) findings.Error(path, null, "names nothing: write 'header', 'type' or 'routing_key'");
        if (condition.Header is { Length: 0 }) findings.Error(path + ".header", null, "is empty: write the name of a header");
        if (condition.EqualTo is not null && condition.OneOf.Count > 0) findings.Error(path + ".in", null, "cannot stand beside 'equals': list every value in 'in'");
        if (condition.EqualTo is not null && condition.Prefix is not null) findings.Error(path + ".prefix", null, "cannot stand beside 'equals': keep one of them");
        if (condition.Present is false && (condition.EqualTo is not null || condition.OneOf.Count > 0 || condition.Prefix is not null))
        {
            findings.Error(path + ".present", "false", "contradicts what else is said of the header: a header that is absent has no value");
        }
    }

    // The same circle is told once, at the first group of it.
    private static void CheckCircles(IReadOnlyList<GroupConfig> groups, Dictionary<string, GroupConfig> byName, ConfigFindings findings)
    {
        var clear = new HashSet<string>(StringComparer.Ordinal);
        foreach (var group in groups)
        {
            if (Circle(group, byName, clear, []) is not { } circle) continue;
            findings.Error($"groups.{circle[0]}.forward", null, $"leads back to where it began: {string.Join(" → ", circle)}");
            return;
        }
    }

    private static List<string>? Circle(GroupConfig group, Dictionary<string, GroupConfig> byName, HashSet<string> clear, List<string> way)
    {
        if (clear.Contains(group.Name)) return null;
        way.Add(group.Name);
        foreach (var (target, _) in group.Forward.SelectMany(Targets))
        {
            // To stay is no circle.
            if (target == group.Name || !byName.TryGetValue(target, out var next)) continue;
            var seen = way.IndexOf(target);
            if (seen >= 0) return [.. way.Skip(seen), target];
            if (Circle(next, byName, clear, way) is { } circle) return circle;
        }

        way.RemoveAt(way.Count - 1);
        clear.Add(group.Name);
        return null;
    }
}

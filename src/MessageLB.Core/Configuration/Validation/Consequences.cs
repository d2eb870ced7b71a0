using System.Globalization;
using MessageLB.Core.Adjustment;
using MessageLB.Core.Routing;

namespace MessageLB.Core.Configuration;

/// <summary>What follows from the figures of a valid configuration, spelt out because few people do the sum.</summary>
internal static class Consequences
{
    public static void Tell(IReadOnlyList<GroupConfig> groups, ConfigFindings findings)
    {
        foreach (var group in groups)
        {
            findings.Follows($"groups.{group.Name}", Timing.Of(group));
            if (Timing.OfNobody(group) is { } nobody) findings.Follows($"groups.{group.Name}", nobody);
            HoldRules.Tell(group, findings);
            if (group.DynamicAdjustment.Enabled && AdjustmentRules.Inactive(group) is { } inactive) findings.Follows($"groups.{group.Name}.dynamic_adjustment", $"no weight is adjusted: {inactive}");
            if (group.Probe is { } probe) Tell(probe, $"groups.{group.Name}.probe", findings);
            if (group.Algorithm != RoutingPolicyNames.ConsistentHash || !group.Hash.Strict) continue;
            findings.Follows($"groups.{group.Name}.hash.strict", "a message whose own destination is full waits, and so does every message of the group behind it");
        }

        if (groups.Any(group => group.Routes.Any(TopicPattern.IsCatchAll))) return;
        findings.Follows("groups", "a message that no route matches comes back to a publisher that sent it as mandatory, and is dropped otherwise; a group with the route # would take it");
    }

    private static void Tell(ProbeConfig probe, string path, ConfigFindings findings)
    {
        var sum = $"{Duration.Describe(probe.Interval)} × {(1 + probe.Jitter).ToString(CultureInfo.InvariantCulture)} × {probe.Fall} + {Duration.Describe(probe.Timeout)}";
        findings.Follows(path, $"a destination that does not answer is out after {Duration.Describe(probe.FallsWithin)} at most ({sum})");
        if (probe.Kind != ProbeKind.Message) return;
        findings.Follows(path, "destinations without heartbeats (level 0) are not probed: to them a canary would be a strange message; all other workers must answer canaries");
    }
}

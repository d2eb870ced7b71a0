namespace MessageLB.Core.Configuration;

/// <summary>How the settings for messages in hold go together.</summary>
internal static class HoldRules
{
    public static void Check(IReadOnlyList<GroupConfig> groups, ConfigFindings findings)
    {
        foreach (var group in groups)
        {
            var path = $"groups.{group.Name}";
            if (group.Holds)
            {
                if (findings.OriginOf(path + ".waiting_memory") is not null) findings.Warn(path + ".waiting_memory", "has no effect with 'delivery: hold': 'hold_memory' bounds all messages in the dispatcher");
                continue;
            }

            Warn(path + ".hold_limit");
            Warn(path + ".hold_memory");
        }

        void Warn(string path)
        {
            if (findings.OriginOf(path) is not null) findings.Warn(path, "has no effect: it belongs to 'delivery: hold'");
        }
    }

    /// <summary>What follows from it.</summary>
    public static void Tell(GroupConfig group, ConfigFindings findings)
    {
        if (!group.Holds) return;
        var path = $"groups.{group.Name}";
        findings.Follows(path + ".delivery", $"a message that has no result after {Duration.Describe(group.HoldLimit)} counts as a failed attempt, while its worker may still be at work on it");
        if (group.Destinations.Count > 0) findings.Follows(path + ".destinations", "destinations without heartbeats that say 'results' (level 0 among them) get no messages with 'delivery: hold'");
    }
}

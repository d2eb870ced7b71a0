using MessageLB.Core.Routing;

namespace MessageLB.Core.Configuration;

/// <summary>That the policies which groups name are there. Pure.</summary>
public static class PolicyRules
{
    /// <summary>Adds an error for each group whose policy the registry does not know.</summary>
    public static void Check(MessageLBConfig config, RoutingPolicyRegistry policies, ConfigFindings findings)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(policies);
        ArgumentNullException.ThrowIfNull(findings);
        foreach (var group in config.Groups)
        {
            Check(group.Algorithm, $"groups.{group.Name}.algorithm", policies, findings);
            if (group.Shadow is { } shadow) Check(shadow, $"groups.{group.Name}.shadow", policies, findings);
        }
    }

    private static void Check(string policy, string path, RoutingPolicyRegistry policies, ConfigFindings findings)
    {
        if (policies.Knows(policy)) return;
        var problem = Unknown(policy, policies.Names);
        findings.Error(path, policy, problem.Rule, problem.Suggestion);
    }

    /// <summary>What is wrong with a name that no policy has.</summary>
    internal static Problem Unknown(string text, IEnumerable<string> known)
    {
        var custom = known.Where(name => RoutingPolicyNames.Resolve(name) is null).Order(StringComparer.Ordinal).ToList();
        var meant = ConfigKeys.Closest(text, RoutingPolicyNames.All.Concat(custom).Concat(RoutingPolicyNames.Aliases.Keys));
        return new Problem($"is no routing policy: use one of {string.Join(", ", RoutingPolicyNames.All.Concat(custom))}", meant);
    }
}

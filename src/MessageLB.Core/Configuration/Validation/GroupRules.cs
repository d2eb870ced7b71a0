using System.Globalization;
using MessageLB.Core.Routing;

namespace MessageLB.Core.Configuration;

/// <summary>How the settings of each group go together.</summary>
internal static class GroupRules
{
    private const string Section = "groups";

    public static void Check(IReadOnlyList<GroupConfig> groups, ConfigFindings findings)
    {
        if (groups.Count == 0) findings.Error(Section, null, "needs at least one group");
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var group in groups)
        {
            var path = $"{Section}.{group.Name}";
            if (!Names.IsValid(group.Name)) findings.Error(path, group.Name, $"is no valid name: use {Scalars.NameRule}");
            else if (!names.Add(group.Name)) findings.Error(path, null, "is configured twice");
            CheckDestinations(group, path + ".destinations", findings);
            CheckHealth(group.HealthMonitoring, path + ".health_monitoring", findings);
            CheckEjection(group.Ejection, path + ".ejection", findings);
            if (group.Probe is { } probe) ProbeRules.Check(group, probe, path + ".probe", findings);
            CheckPolicy(group, path, findings);
            if (group.Shadow == group.Algorithm) findings.Warn(path + ".shadow", $"is the group's own policy: two instances of '{group.Algorithm}' differ only where chance decides");
        }
    }

    private static void CheckDestinations(GroupConfig group, string path, ConfigFindings findings)
    {
        var needsNone = group.ForwardsEverything;
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < group.Destinations.Count; i++)
        {
            var name = group.Destinations[i].Name;
            if (!names.Add(name)) findings.Error($"{path}[{i}].name", name, "is listed twice in this group");
        }

        if (group.Destinations.Count == 0 && !group.Discovery && !needsNone)
        {
            findings.Error(path, null, "is empty while 'discovery' is off, so nothing could ever take a message: list destinations or turn discovery on");
        }

        if (group.Destinations.Count == 0 || group.Destinations.Any(destination => destination.Weight != 0)) return;
        if (group.Discovery) findings.Warn(path, "all have weight 0: only discovered destinations get messages");
        else findings.Error(path, null, "all have weight 0, so nothing would take a message: give one a weight of 1 or more");
    }

    // A custom policy may go by any of them.
    private static void CheckPolicy(GroupConfig group, string path, ConfigFindings findings)
    {
        if (RoutingPolicyNames.Resolve(group.Algorithm) is not { } algorithm) return;
        Warn(".hash", RoutingPolicyNames.ConsistentHash);
        Warn(".objective", RoutingPolicyNames.CostAware);

        void Warn(string key, string policy)
        {
            if (algorithm == policy || findings.OriginOf(path + key) is null) return;
            findings.Warn(path + key, $"changes nothing: it is for '{policy}', and the algorithm here is '{algorithm}'");
        }
    }

    private static void CheckEjection(EjectionConfig ejection, string path, ConfigFindings findings)
    {
        if (ejection.SlowFactor is > 0 and < 1) findings.Error(path + ".slow_factor", ejection.SlowFactor.ToString(CultureInfo.InvariantCulture), "must be 0 (never) or 1 or more: below, whoever is as quick as the others would be ejected");
        if (ejection.LongestTime >= ejection.BaseTime) return;
        findings.Error(path + ".longest_time", Duration.Format(ejection.LongestTime), $"is shorter than base_time, {Duration.Format(ejection.BaseTime)}: no ejection could be that short");
    }

    private static void CheckHealth(HealthMonitoringConfig health, string path, ConfigFindings findings)
    {
        if (health.Timeout > health.CheckInterval)
        {
            findings.Warn(path + ".timeout", $"{Duration.Format(health.Timeout)} is longer than check_interval, {Duration.Format(health.CheckInterval)}: a sign of life may be so late that the next one is due");
        }

        var recovery = path + ".recovery_threshold";
        if (health.RecoveryThreshold == 1 && findings.OriginOf(recovery) is not null)
        {
            findings.Warn(recovery, "of 1 lets a destination flap: a single sign of life brings it back");
        }
    }
}

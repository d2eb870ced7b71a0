using System.Globalization;
using MessageLB.Core.Configuration;
using MessageLB.Core.Routing;

namespace MessageLB.Simulation;

/// <summary>Names of the cases, and how their settings go together.</summary>
internal static class CaseRules
{
    private const string Section = "compare";

    /// <summary>Gives each case without a name one that says what it is.</summary>
    public static ScenarioDraft Name(ScenarioDraft draft, ConfigFindings findings)
    {
        var cases = draft.Compare.Select((one, i) => one.Name.Length > 0 ? one : one with { Name = NameOf(one, findings.OriginOf($"{Section}[{i}].window") is not null) });
        return draft with { Compare = [.. cases] };
    }

    /// <summary>The policy and what sets it apart.</summary>
    public static string NameOf(SimulatedCase one, bool window)
    {
        if (one.Baseline == BaselineKind.None) return window ? $"{one.Group.Algorithm} window {one.Group.Window}" : one.Group.Algorithm;
        var word = CaseShape.WordOf(one.Baseline);
        return one.Prefetch > 0 ? string.Create(CultureInfo.InvariantCulture, $"{word} prefetch {one.Prefetch}") : word;
    }

    /// <param name="draft">The scenario.</param>
    /// <param name="keyed">Whether any message has a hash key.</param>
    /// <param name="hasOthers">Whether cases come from elsewhere too.</param>
    /// <param name="findings">Where mistakes go.</param>
    public static void Check(ScenarioDraft draft, bool keyed, bool hasOthers, ConfigFindings findings)
    {
        if (draft.Compare.Count == 0 && !hasOthers) findings.Error(Section, null, "needs at least one policy or baseline, such as [competing_consumers, response_time]");
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < draft.Compare.Count; i++)
        {
            var one = draft.Compare[i];
            CheckOne(one, $"{Section}[{i}]", findings);
            if (!places.TryAdd(one.Name, i)) findings.Error($"{Section}[{i}]", one.Name, $"is the name of {Section}[{places[one.Name]}] too: give one of them another 'name'");
        }

        if (draft.Baseline is { } baseline && !places.ContainsKey(baseline))
        {
            findings.Error("baseline", baseline, $"is the name of no case; there are {string.Join(", ", places.Keys)}", ConfigKeys.Closest(baseline, places.Keys));
        }

        if (keyed) return;
        for (var i = 0; i < draft.Compare.Count; i++)
        {
            if (NeedsKeys(draft.Compare[i])) findings.Warn($"{Section}[{i}]", KeysMissing(draft.Compare[i]));
        }
    }

    /// <summary>Whether a case spreads by hash key.</summary>
    public static bool NeedsKeys(SimulatedCase one) =>
        one.Baseline == BaselineKind.ConsistentHashExchange || (one.Baseline == BaselineKind.None && one.Group.Algorithm == RoutingPolicyNames.ConsistentHash);

    /// <summary>What is said of a case that spreads by a key that no message has.</summary>
    public static string KeysMissing(SimulatedCase one) => $"'{one.Name}' spreads by a key, and no message has one: set 'keys' to the number of different keys";

    private static void CheckOne(SimulatedCase one, string path, ConfigFindings findings)
    {
        var isBaseline = one.Baseline != BaselineKind.None;
        if (isBaseline && findings.OriginOf(path + ".algorithm") is not null) findings.Error(path + ".algorithm", null, "cannot stand beside 'baseline', which has no dispatcher: keep one of them");
        if (isBaseline && findings.OriginOf(path + ".window") is not null) findings.Error(path + ".window", null, "cannot stand beside 'baseline', which has no dispatcher: 'prefetch' is what it has");
        if (one.Baseline != BaselineKind.CompetingConsumers && findings.OriginOf(path + ".prefetch") is not null)
        {
            findings.Error(path + ".prefetch", null, "belongs to 'baseline: competing_consumers'; a policy has a 'window'");
        }
    }
}

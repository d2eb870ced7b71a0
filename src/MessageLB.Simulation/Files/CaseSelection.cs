using MessageLB.Core.Configuration;

namespace MessageLB.Simulation;

/// <summary>Compares other cases than the scenario's, with the scenario's baseline.</summary>
internal static class CaseSelection
{
    public static ScenarioDraft Apply(ScenarioDraft draft, IReadOnlyList<CasePick> picks, bool keyed, ConfigFindings findings)
    {
        if (picks.Count == 0) return draft;
        var baseline = draft.Compare.FirstOrDefault(one => draft.Baseline is null || one.Name == draft.Baseline);
        var picked = picks.Select(pick => Find(draft, pick, keyed, findings)).OfType<SimulatedCase>();
        var cases = (baseline is null ? picked : picked.Prepend(baseline)).DistinctBy(one => one.Name);
        return draft with { Compare = [.. cases], Baseline = baseline?.Name };
    }

    private static SimulatedCase? Find(ScenarioDraft draft, CasePick pick, bool keyed, ConfigFindings findings)
    {
        if (draft.Compare.FirstOrDefault(one => one.Name == pick.Name) is { } known) return known;
        if (CaseShape.Find(pick.Name, out var problem) is not { } found)
        {
            findings.Add(new ConfigError("compare", pick.Origin, pick.Name, problem.Rule, problem.Suggestion));
            return null;
        }

        found = found with { Name = CaseRules.NameOf(found, window: false) };
        if (CaseShape.RemarkOn(pick.Name, found) is { } remark) findings.Notice("compare", pick.Origin, remark);
        if (!keyed && CaseRules.NeedsKeys(found)) findings.Warn("compare", pick.Origin, CaseRules.KeysMissing(found));
        return found;
    }
}

using MessageLB.Core.Configuration;

namespace MessageLB.Simulation;

/// <summary>A load given by an option takes the place of whatever the file says about how much arrives.</summary>
internal static class LoadOption
{
    public static ScenarioDraft Apply(ScenarioDraft draft, ConfigFindings findings)
    {
        if (findings.OriginOf(ArrivalRules.Load)?.Kind != ConfigOriginKind.CommandLine) return draft;
        return draft with { Arrivals = draft.Arrivals with { Rate = null }, Sweep = draft.Sweep with { Load = [] } };
    }
}

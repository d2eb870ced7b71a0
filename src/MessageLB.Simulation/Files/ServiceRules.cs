using MessageLB.Core.Configuration;

namespace MessageLB.Simulation;

/// <summary>How the settings of service times and kinds go together.</summary>
internal static class ServiceRules
{
    private static readonly (string Key, ServiceKind Kind, string Word)[] Owners =
    [
        ("sigma", ServiceKind.LogNormal, "lognormal"),
        ("long_share", ServiceKind.Bimodal, "bimodal"),
        ("long_factor", ServiceKind.Bimodal, "bimodal"),
        ("shape", ServiceKind.Pareto, "pareto"),
    ];

    public static void Check(ScenarioDraft draft, Replay replay, ConfigFindings findings)
    {
        CheckService(draft.Service, "service", findings);
        for (var i = 0; i < draft.Kinds.Count; i++) CheckService(draft.Kinds[i].Service, $"kinds[{i}].service", findings);
        CheckKinds(draft, findings);
        if (replay.HasArrivals) CheckReplay(draft, replay, findings);
    }

    private static void CheckService(ServiceDraft service, string path, ConfigFindings findings)
    {
        foreach (var (key, kind, word) in Owners)
        {
            if (service.Kind != kind && findings.OriginOf($"{path}.{key}") is not null) findings.Warn($"{path}.{key}", $"has no effect: it belongs to 'kind: {word}'");
        }

        var isTrace = service.Kind == ServiceKind.Trace;
        if (isTrace && service.Trace is null) findings.Error(path + ".kind", null, "needs 'trace', the file with the recorded service times");
        if (!isTrace && service.Trace is not null && findings.OriginOf(path + ".kind") is not null) findings.Error(path + ".trace", null, "needs 'kind: trace'");
        if (isTrace && findings.OriginOf(path + ".mean") is not null) findings.Warn(path + ".mean", "has no effect: recorded service times have their own mean");
    }

    private static void CheckKinds(ScenarioDraft draft, ConfigFindings findings)
    {
        if (draft.Kinds.Count == 0) return;
        foreach (var key in (string[])["service", "keys"])
        {
            if (findings.OriginOf(key) is not null && draft.Recording is null) findings.Error(key, null, "cannot stand beside 'kinds': write it inside each kind");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < draft.Kinds.Count; i++)
        {
            if (!names.Add(draft.Kinds[i].Name)) findings.Error($"kinds[{i}].name", draft.Kinds[i].Name, "is the name of two kinds");
        }
    }

    /// <summary>Recorded arrivals of a kind for which nobody knows how long they take.</summary>
    private static void CheckReplay(ScenarioDraft draft, Replay replay, ConfigFindings findings)
    {
        var kinds = ScenarioCompletion.Kinds(draft, replay).Select(kind => kind.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var unknown in replay.Arrivals.Select(arrival => arrival.Kind).Distinct().Where(kind => !kinds.Contains(kind)).Take(10))
        {
            var what = unknown.Length > 0 ? $"messages of kind '{Redaction.Show(unknown)}'" : "messages without a kind";
            findings.Error(replay.ArrivalsKey, null, $"holds {what}, and nothing says how long they take: no such service time is recorded, and the scenario has no such kind");
        }
    }
}

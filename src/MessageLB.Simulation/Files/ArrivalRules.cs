using MessageLB.Core.Configuration;

namespace MessageLB.Simulation;

/// <summary>How much arrives, and whether it can ever be done.</summary>
internal static class ArrivalRules
{
    /// <summary>Path of the load.</summary>
    public const string Load = Section + ".load";

    /// <summary>Path of the rate.</summary>
    public const string Rate = Section + ".rate";

    private const string Section = "arrivals";
    private const string Trace = Section + ".trace";

    public static void Check(ScenarioDraft draft, Replay replay, ConfigFindings findings)
    {
        var arrivals = draft.Arrivals;
        CheckKind(arrivals, findings);
        var sweeps = draft.Sweep.Load.Count > 0;
        // Written and wrong has been told already.
        var isSaid = findings.OriginOf(Load) is not null || findings.OriginOf(Rate) is not null;
        if (!isSaid && !sweeps && arrivals.Kind != ArrivalKind.Trace && draft.Recording is null)
        {
            findings.Error(Section, null, "needs 'load', such as 0.7 of the workers' capacity, or 'rate', such as 1000/s");
        }

        if (arrivals is { Rate: not null, Load: not null }) findings.Error(Load, null, "cannot stand beside 'rate': keep one of them");
        else if (sweeps && arrivals.Rate is not null) findings.Error("sweep.load", null, "cannot stand beside 'arrivals.rate': keep one of them");
        if (arrivals.Rate is 0) findings.Error(Rate, Core.Configuration.Rate.Format(0), "brings no messages");
        if (draft.Duration is null) CheckEnd(draft, replay, findings);
        CheckTimelines(draft, replay, findings);
    }

    private static void CheckKind(ArrivalDraft arrivals, ConfigFindings findings)
    {
        foreach (var key in (string[])[".on", ".off"])
        {
            if (arrivals.Kind != ArrivalKind.Bursty && findings.OriginOf(Section + key) is not null) findings.Warn(Section + key, "has no effect: only 'kind: bursty' has bursts and pauses");
        }

        if (arrivals.Kind == ArrivalKind.Trace && arrivals.Trace is null) findings.Error(Section + ".kind", null, "needs 'trace', the file with the recorded arrivals");
        if (arrivals.Kind != ArrivalKind.Trace && arrivals.Trace is not null && findings.OriginOf(Section + ".kind") is not null) findings.Error(Trace, null, "needs 'kind: trace'");
    }

    /// <summary>More than can be done is a queue that grows as long as messages come: its times depend on when one looks.</summary>
    private static void CheckEnd(ScenarioDraft draft, Replay replay, ConfigFindings findings)
    {
        const string advice = "the queue grows as long as messages come: add 'duration', after which none do";
        if (draft.Arrivals.Load is >= 1 and var load) findings.Error(Load, LoadShape.Value.Format(load), $"is all that the workers can do or more, so {advice}");
        for (var i = 0; i < draft.Sweep.Load.Count; i++)
        {
            if (draft.Sweep.Load[i] >= 1) findings.Error($"sweep.load[{i}]", LoadShape.Value.Format(draft.Sweep.Load[i]), $"is all that the workers can do or more, so {advice}");
        }

        if (draft.Arrivals is not { Rate: { } rate, Load: null }) return;
        var kinds = ScenarioCompletion.Kinds(draft, replay);
        var capacity = ScenarioFigures.Capacity(draft.Destinations) / ScenarioFigures.MeanService(kinds);
        if (rate >= capacity) findings.Error(Rate, Core.Configuration.Rate.Format(rate), $"is all that the workers can do or more ({Core.Configuration.Rate.Format(Math.Round(capacity, 3))}), so {advice}");
    }

    /// <summary>What happens after the end happens to nobody.</summary>
    private static void CheckTimelines(ScenarioDraft draft, Replay replay, ConfigFindings findings)
    {
        if (draft.Destinations.All(destination => destination.Timeline.Count == 0) || LastsFor(draft, replay) is not { } end) return;
        for (var i = 0; i < draft.Destinations.Count; i++)
        {
            var timeline = draft.Destinations[i].Timeline;
            for (var j = 0; j < timeline.Count; j++)
            {
                if (timeline[j].At <= end) continue;
                findings.Warn($"destinations[{i}].timeline[{j}].at", $"{Duration.Format(timeline[j].At)} is after the end: messages arrive for about {Duration.Describe(end)}");
            }
        }
    }

    private static TimeSpan? LastsFor(ScenarioDraft draft, Replay replay)
    {
        var loads = draft.Sweep.Load.Count > 0 ? draft.Sweep.Load : draft.Arrivals.Load is { } load ? [load] : (IReadOnlyList<double>)[];
        var capacity = ScenarioFigures.Capacity(draft.Destinations) / ScenarioFigures.MeanService(ScenarioCompletion.Kinds(draft, replay));
        double? rate = loads.Count > 0 ? loads.Max() * capacity : draft.Arrivals.Rate;
        if (rate is not > 0 || !double.IsFinite(rate.Value)) return draft.Duration;
        var seconds = Math.Min(Math.Ceiling(draft.Messages / rate.Value), TimeSpan.MaxValue.TotalSeconds / 2);
        var end = TimeSpan.FromSeconds(seconds);
        return draft.Duration is { } duration && duration < end ? duration : end;
    }
}

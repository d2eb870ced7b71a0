namespace MessageLB.Simulation;

/// <summary>Makes the scenario of a draft without errors.</summary>
internal static class ScenarioCompletion
{
    public static Scenario Complete(ScenarioDraft draft, Replay replay)
    {
        var kinds = Kinds(draft, replay);
        return new Scenario
        {
            Name = draft.Name ?? "",
            Messages = draft.Messages,
            Duration = draft.Duration,
            WarmUp = draft.WarmUp,
            Seeds = draft.Seeds,
            Destinations = [.. draft.Destinations.SelectMany(destination => destination.Complete())],
            Arrivals = Arrivals(draft, replay),
            Kinds = kinds,
            FeedbackDelay = draft.FeedbackDelay,
            HandOverDelay = draft.HandOverDelay,
            Dispatchers = draft.Dispatchers,
            Objective = draft.Objective,
            Cases = draft.Compare,
            Baseline = draft.Baseline,
            Sweep = draft.Sweep.Complete(),
        };
    }

    /// <summary>The kinds of message: those written, else one without a name; recorded ones where there is a recording.</summary>
    public static IReadOnlyList<MessageKind> Kinds(ScenarioDraft draft, Replay replay)
    {
        if (replay.Kinds.Count > 0) return replay.Kinds;
        if (draft.Kinds.Count == 0) return [new MessageKind { Keys = draft.Keys, Service = draft.Service.Complete(replay.ServiceOf("service")) }];
        return [.. draft.Kinds.Select((kind, i) => new MessageKind
        {
            Name = kind.Name,
            Share = kind.Share,
            Keys = kind.Keys,
            Service = kind.Service.Complete(replay.ServiceOf($"kinds[{i}].service")),
        })];
    }

    private static ArrivalConfig Arrivals(ScenarioDraft draft, Replay replay)
    {
        var arrivals = draft.Arrivals.Complete(replay.Arrivals);
        return draft.Sweep.Load.Count > 0 ? arrivals with { Load = draft.Sweep.Load[0] } : arrivals;
    }
}

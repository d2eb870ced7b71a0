namespace MessageLB.Core.Recommendations;

/// <summary>How many workers a group needs. Pure.</summary>
public static class WorkerNeed
{
    /// <summary>Workers like the middle one that are to be added so that the load is at <see cref="RecommendationRules.TargetLoad"/>; 0 if none are needed.</summary>
    /// <param name="situation">The group.</param>
    public static int Missing(GroupSituation situation)
    {
        ArgumentNullException.ThrowIfNull(situation);
        if (situation.Load <= RecommendationRules.HighLoad || Middle(situation) is not { } middle) return 0;
        var lacking = (situation.ArrivalRate / RecommendationRules.TargetLoad) - situation.Capacity;
        return (int)Math.Ceiling(lacking / middle.Capacity);
    }

    /// <summary>Those that can be taken away, the slowest first, so that the others are loaded with no more than <see cref="RecommendationRules.LoadAfterRemoval"/>.</summary>
    /// <param name="situation">The group.</param>
    public static IReadOnlyList<DestinationSituation> Spare(GroupSituation situation)
    {
        ArgumentNullException.ThrowIfNull(situation);
        var working = situation.Working;
        if (situation.Load >= RecommendationRules.LowLoad) return [];
        var (left, capacity) = (working.Count, situation.Capacity);
        var spare = new List<DestinationSituation>();
        foreach (var one in working.OrderBy(d => d.Capacity).ThenByDescending(d => d.Name, StringComparer.Ordinal))
        {
            if (left <= RecommendationRules.LeastDestinations || situation.ArrivalRate / (capacity - one.Capacity) > RecommendationRules.LoadAfterRemoval) break;
            left--;
            capacity -= one.Capacity;
            spare.Add(one);
        }

        return spare;
    }

    /// <summary>The destination with the median capacity, the better one of two; null if none works.</summary>
    /// <param name="situation">The group.</param>
    public static DestinationSituation? Middle(GroupSituation situation)
    {
        ArgumentNullException.ThrowIfNull(situation);
        return situation.Working.OrderBy(d => d.Capacity).ElementAtOrDefault(situation.Working.Count / 2);
    }
}

using System.Globalization;
using MessageLB.Core.Configuration;

namespace MessageLB.Core.Alerts;

/// <summary>Alerts about the health of a group.</summary>
internal static class GroupConditions
{
    // Where nobody set a threshold: what the ejection of a destination goes by at its default.
    private const double DefaultErrorRate = 0.2;

    public static IEnumerable<AlertObservation> Of(GroupFacts group, AlertLimits limits, long deadLetters)
    {
        if (group.Fault is { } fault) yield return On(AlertRules.GroupFailed, $"Group {group.Name} cannot run", fault);
        if (group.Nobody is { } nobody) yield return On(AlertRules.NoHealthyDestination, $"Group {group.Name} has no destination that can take messages", $"{Count(group.Destinations.Count)}; {nobody}.");
        if (group is { Shortage: { } shortage, IsLearning: false }) yield return On(AlertRules.ShortOfDestinations, $"Group {group.Name} is short of destinations", shortage);
        if (OnBackup(group) is { } backup) yield return backup;
        if (QueueAge(group, limits.QueueAge) is { } age) yield return age;
        if (Skewed(group) is { } skewed) yield return skewed;
        if (deadLetters >= limits.DeadLetters)
        {
            yield return On(AlertRules.DeadLettersGrowing, $"Messages of group {group.Name} become dead letters", $"{Number(deadLetters)} dead letters in the last {Duration.Describe(GrowthMemory.Window)}, of {Number(limits.DeadLetters)} at which this alert begins.")
                with { Value = deadLetters, Limit = limits.DeadLetters };
        }

        if (PerformanceConditions.LimitsOf(group) is { ErrorRate: null } && PerformanceConditions.ErrorRate(group.Name, "", group.Performance?.Windows ?? [], DefaultErrorRate) is { } errors) yield return errors;

        AlertObservation On(AlertRule rule, string summary, string description) => new(rule, group.Name, "", summary, description);
    }

    private static AlertObservation? OnBackup(GroupFacts group)
    {
        if (group.Tier is not { } tier || group.IsLearning || group.Destinations.Count == 0) return null;
        var first = group.Destinations.Min(destination => destination.Tier);
        if (tier <= first) return null;
        var missing = group.Destinations.Where(destination => destination.Tier < tier).Select(destination => $"{destination.Name} {destination.Condition.ToString().ToLowerInvariant()}");
        return new AlertObservation(AlertRules.RunningOnBackup, group.Name, "", $"Group {group.Name} runs on a lower failover tier", $"Tier {Number(tier)} carries in place of tier {Number(first)}: {Names(missing)}.");
    }

    // By Little's law: what waits now is handed over in this time if the pace stays. Nobody knows when a message came to the ingress queue.
    private static AlertObservation? QueueAge(GroupFacts group, TimeSpan limit)
    {
        if (group.Waiting is not (> 0 and var waiting) || group.Performance?.Windows is not [var window, ..] || window.Figures.Over < PerformanceConditions.LeastOver) return null;
        // Other dispatchers hand over too, and their workers report it; level 0 reports nothing.
        var pace = Math.Max(window.Figures.Throughput, window.Figures.Counted.Handed / window.Figures.Over.TotalSeconds);
        var age = pace > 0 ? waiting / pace : double.PositiveInfinity;
        if (age <= limit.TotalSeconds) return null;
        var words = pace > 0
            ? $"{Number(waiting)} messages wait at ingress; at the pace of the last minute, {pace.ToString("0.##", CultureInfo.InvariantCulture)} per second, that takes {Duration.Describe(TimeSpan.FromSeconds(Math.Round(Math.Min(age, TimeSpan.FromDays(999).TotalSeconds))))}, longer than {Duration.Describe(limit)}."
            : $"{Number(waiting)} messages wait at ingress, and none was handed over in the last minute.";
        return new AlertObservation(AlertRules.QueueAgeHigh, group.Name, "", $"Messages of group {group.Name} wait at ingress", words) { Value = pace > 0 ? age : null, Limit = limit.TotalSeconds };
    }

    // Over five minutes: in one of them a window that was full for a moment shows.
    private static AlertObservation? Skewed(GroupFacts group)
    {
        if (group.IsLearning || group.Distribution?.Windows.FirstOrDefault(window => window.Window == TimeSpan.FromMinutes(5)) is not { } window) return null;
        var skewed = window.Destinations.Where(share => share is { IsSkewed: true, Compared: not null, Expected: not null }).ToList();
        if (skewed.Count == 0) return null;
        var words = Names(skewed.Select(share => $"{share.Destination} got {Part(share.Compared!.Value)} where {Part(share.Expected!.Value)} is expected"));
        return new AlertObservation(AlertRules.DistributionSkewed, group.Name, "", $"Messages of group {group.Name} are spread otherwise than expected", $"Of {Number(window.Compared)} messages in 5 min {words}; more than chance would bring about.")
        {
            Value = window.Imbalance,
        };
    }

    private static string Part(double part) => Percentage.Format(Math.Round(part, 3));

    private static string Names(IEnumerable<string> names)
    {
        const int most = 5;
        var all = names.ToList();
        return string.Join(", ", all.Take(most)) + (all.Count > most ? $" and {Number(all.Count - most)} more" : "");
    }

    private static string Count(int destinations) => destinations switch
    {
        0 => "It has no destination at all",
        1 => "Its destination is not available",
        _ => $"Of its {Number(destinations)} destinations none is available, in any tier",
    };

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}

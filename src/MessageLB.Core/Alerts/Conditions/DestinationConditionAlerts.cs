using System.Globalization;
using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;

namespace MessageLB.Core.Alerts;

/// <summary>Alerts about the health of destinations.</summary>
internal static class DestinationConditionAlerts
{
    /// <param name="group">The group.</param>
    /// <param name="downs">How often a destination went down lately.</param>
    public static IEnumerable<AlertObservation> Of(GroupFacts group, Func<string, int> downs)
    {
        foreach (var destination in group.Destinations)
        {
            var name = $"{group.Name}/{destination.Name}";
            if (destination.Condition.IsDown()) yield return On(destination, AlertRules.DestinationDown, $"Destination {name} is down", $"It is {destination.Condition.ToString().ToLowerInvariant()}: {destination.Reason ?? "no reason is known"}{Seen(destination)}.");
            if (destination is { Condition: DestinationCondition.Degraded, IsQueueLevel: false, Reason: DestinationStanding.Overdue }) yield return On(destination, AlertRules.HeartbeatLate, $"Heartbeats of destination {name} are late", $"A heartbeat is overdue{Seen(destination)}. It gets only what nobody else can take.");
            if (downs(destination.Name) is >= FlapMemory.Most and var times)
            {
                yield return On(destination, AlertRules.DestinationFlapping, $"Destination {name} comes and goes", $"It went down {times.ToString(CultureInfo.InvariantCulture)} times or more in {Duration.Describe(FlapMemory.Window)}; now it is {destination.Condition.ToString().ToLowerInvariant()}.");
            }
        }

        AlertObservation On(DestinationFacts destination, AlertRule rule, string summary, string description) => new(rule, group.Name, destination.Name, summary, description);
    }

    private static string Seen(DestinationFacts destination) =>
        destination.SinceSeen is { } since ? $"; last sign of life {Duration.Describe(TimeSpan.FromSeconds(Math.Round(since.TotalSeconds, 1)))} ago" : "";
}

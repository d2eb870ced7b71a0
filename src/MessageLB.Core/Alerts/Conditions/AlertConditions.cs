namespace MessageLB.Core.Alerts;

/// <summary>
/// Which alerts' conditions hold. Those of health for groups with <c>health_monitoring.alerting</c>, those of performance for groups with
/// <c>performance_monitoring.alerting</c>, and those of the dispatcher as a whole if any group has one of them. Pure but for what it must remember to see something grow,
/// or come and go; that is bounded by the number of groups and destinations. One thread at a time.
/// </summary>
public sealed class AlertConditions
{
    private readonly FlapMemory _flaps = new();
    private readonly GrowthMemory _deadLetters = new();
    private readonly AvailabilityMemory _availability = new();

    /// <summary>Looks.</summary>
    /// <param name="facts">What is known.</param>
    /// <param name="limits">Limits.</param>
    /// <param name="now">Time that never goes back.</param>
    /// <returns>Every condition that holds.</returns>
    public IReadOnlyList<AlertObservation> Look(DispatcherFacts facts, AlertLimits limits, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(limits);
        var watched = facts.Groups.Where(group => group.Config.HealthMonitoring.Alerting).ToList();
        _flaps.Look(watched, now);
        _deadLetters.Look(watched, now);
        _availability.Begin();
        List<AlertObservation> observed =
        [
            .. facts.Groups.Any(group => group.Config.RaisesAlerts) ? DispatcherConditions.Of(facts) : [],
            .. watched.SelectMany(group => GroupConditions.Of(group, limits, _deadLetters.Grown(group.Name))),
            .. watched.SelectMany(group => DestinationConditionAlerts.Of(group, name => _flaps.Downs(group.Name, name))),
            .. facts.Groups.SelectMany(group => PerformanceConditions.Of(group, (destination, window) => _availability.Away(group.Name, destination, window, now))),
        ];
        _availability.End();
        return [.. observed.Where(seen => !limits.Disabled.Contains(seen.Rule.Name, StringComparer.OrdinalIgnoreCase))];
    }
}

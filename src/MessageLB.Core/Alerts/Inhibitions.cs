namespace MessageLB.Core.Alerts;

/// <summary>Which alerts are mere consequences of which: nobody is told of a consequence while its cause is there. Pure.</summary>
public static class Inhibitions
{
    private static readonly Inhibition[] Table =
    [
        // Without the broker nothing is known, and what was known is old.
        new(AlertRules.BrokerUnreachable, Reach.Dispatcher, [.. AlertRules.All.Except([AlertRules.BrokerUnreachable, AlertRules.ConfigReloadFailed])]),

        // Workers cannot say anything either then.
        new(AlertRules.BrokerBlocked, Reach.Dispatcher,
        [
            AlertRules.DispatcherDeaf, AlertRules.QueueAgeHigh, AlertRules.ThroughputLow, AlertRules.HeartbeatLate, AlertRules.DestinationDown, AlertRules.ShortOfDestinations,
        ]),
        new(AlertRules.DispatcherDeaf, Reach.Dispatcher, [AlertRules.HeartbeatLate, AlertRules.DestinationDown, AlertRules.ThroughputLow]),
        new(AlertRules.NoHealthyDestination, Reach.Group,
        [
            AlertRules.DestinationDown, AlertRules.HeartbeatLate, AlertRules.ShortOfDestinations, AlertRules.QueueAgeHigh, AlertRules.ThroughputLow, AlertRules.DistributionSkewed,
        ]),
        new(AlertRules.GroupFailed, Reach.Group, [AlertRules.QueueAgeHigh, AlertRules.ThroughputLow]),
        new(AlertRules.DestinationDown, Reach.Destination, [AlertRules.HeartbeatLate, AlertRules.AvailabilityLow]),
    ];

    private enum Reach
    {
        Dispatcher,
        Group,
        Destination,
    }

    /// <summary>The cause of an alert among those that are there; null if it stands for itself.</summary>
    /// <param name="rule">Its rule.</param>
    /// <param name="key">What it is about.</param>
    /// <param name="isThere">Whether an alert is pending or firing.</param>
    public static AlertKey? CauseOf(AlertRule rule, in AlertKey key, Func<AlertKey, bool> isThere)
    {
        ArgumentNullException.ThrowIfNull(isThere);
        foreach (var inhibition in Table)
        {
            if (!inhibition.Consequences.Contains(rule)) continue;
            var cause = inhibition.CauseFor(key);
            if (isThere(cause)) return cause;
        }

        return null;
    }

    private sealed record Inhibition(AlertRule Cause, Reach Reach, IReadOnlyList<AlertRule> Consequences)
    {
        public AlertKey CauseFor(in AlertKey key) => Reach switch
        {
            Reach.Dispatcher => new AlertKey(Cause.Name, "", ""),
            Reach.Group => new AlertKey(Cause.Name, key.Group, ""),
            _ => new AlertKey(Cause.Name, key.Group, key.Destination),
        };
    }
}

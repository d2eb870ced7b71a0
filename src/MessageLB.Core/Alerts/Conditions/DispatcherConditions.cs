namespace MessageLB.Core.Alerts;

/// <summary>Alerts about the dispatcher as a whole.</summary>
internal static class DispatcherConditions
{
    public static IEnumerable<AlertObservation> Of(DispatcherFacts facts)
    {
        if (facts.BrokerFault is { } fault) yield return On(AlertRules.BrokerUnreachable, "The broker cannot be reached", $"No contact with {facts.Broker}: {fault}");
        if (facts.BrokerBlocked is { } reason) yield return On(AlertRules.BrokerBlocked, "The broker takes no publishes", $"{facts.Broker} says: {reason}. Messages wait at ingress.");
        if (facts.IsDeaf) yield return On(AlertRules.DispatcherDeaf, "The dispatcher does not hear itself", "What it publishes to the control exchange does not come back, so it hears no worker either, and blames nobody meanwhile.");
        if (facts.ReloadError is { } error) yield return On(AlertRules.ConfigReloadFailed, "The last reload of the configuration was refused", $"The former configuration stays in force. {error}");
    }

    private static AlertObservation On(AlertRule rule, string summary, string description) => new(rule, "", "", summary, description);
}

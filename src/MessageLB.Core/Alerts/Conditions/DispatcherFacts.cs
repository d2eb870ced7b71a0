namespace MessageLB.Core.Alerts;

/// <summary>What is known of the dispatcher at a moment, for <see cref="AlertConditions"/>.</summary>
public sealed record DispatcherFacts
{
    /// <summary>Address of the broker, without credentials.</summary>
    public required string Broker { get; init; }

    /// <summary>Why no session with the broker is open; null if one is.</summary>
    public string? BrokerFault { get; init; }

    /// <summary>Why the broker takes no publishes; null if it does.</summary>
    public string? BrokerBlocked { get; init; }

    /// <summary>Whether what the dispatcher says does not come back to it.</summary>
    public bool IsDeaf { get; init; }

    /// <summary>Why the last reload was refused; null if it was not.</summary>
    public string? ReloadError { get; init; }

    /// <summary>The groups.</summary>
    public IReadOnlyList<GroupFacts> Groups { get; init; } = [];
}

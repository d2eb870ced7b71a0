namespace MessageLB.Dispatcher.Status;

/// <summary>A picture of the dispatcher.</summary>
/// <param name="Dispatcher">Identifier of this process, as in the header <c>messagelb-dispatcher</c>.</param>
/// <param name="Version">Version of MessageLB.</param>
/// <param name="Uptime">Time since start.</param>
/// <param name="Broker">Contact with the broker.</param>
/// <param name="Groups">Groups in the order of the configuration.</param>
/// <param name="HeartbeatsAccepted">Heartbeats taken into account since start.</param>
/// <param name="HeartbeatsRejected">Heartbeats refused since start: malformed, stale, spoofed, or for an unknown group.</param>
public sealed record DispatcherStatus(
    string Dispatcher,
    string Version,
    TimeSpan Uptime,
    BrokerStatus Broker,
    IReadOnlyList<GroupStatus> Groups,
    long HeartbeatsAccepted,
    long HeartbeatsRejected)
{
    /// <summary>Which configuration is in force; null where nobody says.</summary>
    public ConfigurationStatus? Configuration { get; init; }

    /// <summary>The dispatchers that are known to live, this one included, by their identifiers.</summary>
    public IReadOnlyList<PeerStatus> Dispatchers { get; init; } = [];

    /// <summary>Messages of other dispatchers taken into account since start.</summary>
    public long DispatcherMessagesAccepted { get; init; }

    /// <summary>Messages of other dispatchers refused since start: malformed, stale, spoofed, or of no live dispatcher.</summary>
    public long DispatcherMessagesRejected { get; init; }
}

namespace MessageLB.InMemory;

/// <summary>Switches that do to this broker what failures do to a real one, for tests and demonstrations.</summary>
public sealed partial class InMemoryTransport
{
    private volatile bool _unavailable;

    /// <summary>
    /// While true, no session can be opened (<see cref="BrokerUnavailableException"/>); open ones live on. Together with
    /// <see cref="EndAllSessions"/> it is a broker that went down; its queues keep their messages. Default false.
    /// </summary>
    public bool Unavailable
    {
        get => _unavailable;
        set => _unavailable = value;
    }

    /// <summary>
    /// While not null, publishes are taken and neither confirmed nor routed, as by a broker that ran out of memory
    /// (<c>connection.blocked</c>); sessions are told the reason. Publishes held back are routed in order once it is null
    /// again, and are lost with an unknown outcome if their session ends before. Control messages are not held back.
    /// </summary>
    public string? BlockedReason
    {
        get => _broker.BlockedReason;
        set => _broker.Block(value);
    }

    /// <summary>
    /// Ends every session of this client as if its connection had died: what is unsettled is redelivered, what is unconfirmed
    /// gets an unknown outcome, presence tokens are lost.
    /// </summary>
    /// <returns>How many sessions it ended.</returns>
    public int EndSession(string clientName, string reason)
    {
        ArgumentNullException.ThrowIfNull(clientName);
        ArgumentNullException.ThrowIfNull(reason);
        return _broker.Sessions.End(session => session.ClientName == clientName, reason);
    }

    /// <summary>Ends every session as if the broker had died. Watchers hear nothing of it, because their own sessions end too.</summary>
    /// <returns>How many sessions it ended.</returns>
    public int EndAllSessions(string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return _broker.Sessions.End(_ => true, reason);
    }
}

namespace MessageLB.RabbitMq;

/// <summary>How what is written to a connection gets to the network.</summary>
internal enum WriteStyle
{
    /// <summary>Each command at once.</summary>
    Direct,

    /// <summary>Together with what is written while the send before it is under way (<see cref="CoalescingStream"/>).</summary>
    Coalesced,
}

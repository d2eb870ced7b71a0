namespace MessageLB.Dispatcher.Status;

/// <summary>A picture of a group. Counters run since the dispatcher's start.</summary>
/// <param name="Name">Name.</param>
/// <param name="Policy">Routing policy.</param>
/// <param name="Routes">Topic patterns.</param>
/// <param name="Received">Messages received from ingress, redeliveries included.</param>
/// <param name="Routed">Messages handed over and confirmed.</param>
/// <param name="Returned">Hand-overs that came back because the destination's queue was gone.</param>
/// <param name="Refused">Hand-overs that the broker refused, for example because the queue was full.</param>
/// <param name="Rejected">Messages that could not be handed over whatever the destination, and became dead letters.</param>
/// <param name="Waiting">True while a message is held because no destination has credit.</param>
/// <param name="Fault">Why the group cannot run; null if it can.</param>
/// <param name="IngressReady">Messages waiting in the ingress queue; null if unknown.</param>
/// <param name="Destinations">Destinations by name.</param>
public sealed record GroupStatus(
    string Name,
    string Policy,
    IReadOnlyList<string> Routes,
    long Received,
    long Routed,
    long Returned,
    long Refused,
    long Rejected,
    bool Waiting,
    string? Fault,
    long? IngressReady,
    IReadOnlyList<DestinationStatus> Destinations)
{
    /// <summary>Whether its queues were declared since the dispatcher's start.</summary>
    public bool Declared { get; init; } = true;

    /// <summary>Messages that waited at lost destinations and were handed to others.</summary>
    public long Rescued { get; init; }

    /// <summary>Copies of other messages that were acknowledged at ingress and handed to nobody.</summary>
    public long Duplicates { get; init; }

    /// <summary>Frames of several messages that were handed over and confirmed.</summary>
    public long Frames { get; init; }

    /// <summary>Messages in <see cref="Frames"/>, which <see cref="Routed"/> counts too.</summary>
    public long Framed { get; init; }

    /// <summary>Failed messages that were sent to another attempt; a wait of several steps counts once for each.</summary>
    public long Retried { get; init; }

    /// <summary>Failed, expired and late messages that became dead letters.</summary>
    public long Buried { get; init; }

    /// <summary>Destinations whose messages are being handed to others.</summary>
    public int Rescues { get; init; }

    /// <summary>Failover tier whose destinations get the messages; null while nobody can. 0 in a group without tiers.</summary>
    public int? Tier { get; init; } = 0;

    /// <summary>True while the dispatcher has only just begun to listen: who has not been heard of may still be there.</summary>
    public bool Learning { get; init; }

    /// <summary>What is missing; null while half of the group's capacity or more works.</summary>
    public string? Shortage { get; init; }

    /// <summary>What is done with messages while nobody is available, for a person; null while somebody is.</summary>
    public string? Nobody { get; init; }

    /// <summary>Groups that stand in while nobody is available, in the order in which they are asked; empty without any.</summary>
    public IReadOnlyList<ForwardStatus> Fallbacks { get; init; } = [];

    /// <summary>What the group's rules did before its policy; null in a group without any.</summary>
    public GroupRulesStatus? Rules { get; init; }

    /// <summary>What it has in hold; null in a group that hands off.</summary>
    public HoldStatus? Hold { get; init; }

    /// <summary>What the shadow policy would have done; null without one.</summary>
    public ShadowStatus? Shadow { get; init; }
}

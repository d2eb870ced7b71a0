namespace MessageLB.Core.Settlement;

/// <summary>How an ingress delivery ends.</summary>
public enum Settlement
{
    /// <summary>Not decided yet.</summary>
    Pending,

    /// <summary>Handed over and confirmed: acknowledge.</summary>
    Ack,

    /// <summary>Not handed over, not the message's fault: back to the ingress queue.</summary>
    Return,

    /// <summary>Cannot be handed over to anybody: dead letter.</summary>
    Reject,

    /// <summary>
    /// Not handed over, and the receiver is about to be disposed: nothing is done, so that it goes back to the ingress queue together with
    /// those after it and in their order.
    /// </summary>
    Leave,
}

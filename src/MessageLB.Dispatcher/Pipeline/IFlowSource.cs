using MessageLB.Core.Groups;
using MessageLB.Dispatcher.Explaining;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Pipeline;

/// <summary>Where a flow takes its messages from, and what that means for their choice of a destination and for the books.</summary>
internal interface IFlowSource
{
    /// <summary>How it takes.</summary>
    ReceiveOptions Receive { get; }

    /// <summary>Whether the group's rules before the policy, and its shadow, are for these messages.</summary>
    bool IsIngress { get; }

    /// <summary>Whether redelivered messages were in the hands of a worker that died.</summary>
    bool IsOfTheDead { get; }

    /// <summary>Takes in a delivery. The receiver's thread.</summary>
    void Received(in Delivery delivery);

    /// <summary>A destination whose credit was taken for this delivery, or null if it is to be held. The receiver's thread.</summary>
    /// <param name="decisions">The flow's own.</param>
    /// <param name="delivery">The delivery.</param>
    /// <param name="heldSince">Timestamp since when it is held; 0 at the first attempt.</param>
    DestinationState? Pick(DecisionRecorder decisions, in Delivery delivery, long heldSince);

    /// <summary>Takes in that a delivery is held, before every wait for credit.</summary>
    /// <param name="since">Timestamp since when.</param>
    void Hold(long since);

    /// <summary>Takes in that no delivery is held any more.</summary>
    void LetGo();

    /// <summary>Takes in that the broker confirmed a hand-over. Any thread.</summary>
    /// <param name="startedAt">Timestamp of the publish if it was timed, else 0.</param>
    void HandedOver(long startedAt);

    /// <summary>Takes in that the broker confirmed that another group has it, or that it is a dead letter that says why. Any thread.</summary>
    void SentAway();

    /// <summary>Takes in that a delivery leaves its queue as a dead letter. Any thread.</summary>
    void Rejected();

    /// <summary>Takes in that it is decided how a delivery ends, whatever way. Any thread.</summary>
    void Decided();
}

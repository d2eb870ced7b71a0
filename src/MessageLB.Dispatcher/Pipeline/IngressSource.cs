using MessageLB.Core.Envelopes;
using MessageLB.Core.Groups;
using MessageLB.Dispatcher.Explaining;
using MessageLB.Dispatcher.Registry;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Pipeline;

/// <summary>The group's ingress queue. While a rescue waits for credit, nothing from here picks.</summary>
internal sealed class IngressSource(GroupRuntime group, TimeProvider time) : IFlowSource
{
    /// <inheritdoc />
    public ReceiveOptions Receive { get; } = new() { Queue = Names.IngressQueue(group.Config.Name), Prefetch = group.Config.Prefetch, KeepOrder = group.Config.IsSingleActive };

    /// <inheritdoc />
    public bool IsIngress => true;

    /// <inheritdoc />
    public bool IsOfTheDead => false;

    /// <inheritdoc />
    public void Received(in Delivery delivery)
    {
        group.Order?.Received();
        group.Counters.CountReceived();
        group.Recorder.Arrived(delivery);
    }

    /// <inheritdoc />
    public DestinationState? Pick(DecisionRecorder decisions, in Delivery delivery, long heldSince) =>
        group.RescueFirst.IsClaimed ? null : decisions.Pick(PublisherAddress.RoutingKey(delivery), delivery.Properties, heldSince);

    /// <inheritdoc />
    public void Hold(long since) => group.Holding = true;

    /// <inheritdoc />
    public void LetGo() => group.Holding = false;

    /// <inheritdoc />
    public void HandedOver(long startedAt)
    {
        group.Counters.CountRouted();
        if (startedAt == 0) return;
        var took = time.GetElapsedTime(startedAt);
        group.LearnHandOverTime(took);
        group.Times?.Record(took);
    }

    /// <inheritdoc />
    public void SentAway()
    {
    }

    /// <inheritdoc />
    public void Rejected()
    {
    }

    /// <inheritdoc />
    public void Decided()
    {
    }
}

using MessageLB.Transport;

namespace MessageLB.CommandLine.Commands.Bench.Failover;

/// <summary>A session of <see cref="WitnessedTransport"/>.</summary>
internal sealed class WitnessedSession(ITransportSession inner, FailoverWitness witness) : ITransportSession
{
    public CancellationToken Ended => inner.Ended;

    public string? EndReason => inner.EndReason;

    public void End(string reason) => inner.End(reason);

    public ITopology Topology => inner.Topology;

    public IControlBus Control => inner.Control;

    public IPresence Presence => inner.Presence;

    public ValueTask<IReceiver> ReceiveAsync(ReceiveOptions options, IDeliveryHandler handler, CancellationToken cancellationToken) =>
        inner.ReceiveAsync(options, handler, cancellationToken);

    public async ValueTask<IPublisher> CreatePublisherAsync(PublisherOptions options, IPublishOutcomeHandler outcomes, CancellationToken cancellationToken)
    {
        var publisher = new WitnessedPublisher(outcomes, witness);
        publisher.Attach(await inner.CreatePublisherAsync(options, publisher, cancellationToken));
        return publisher;
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}

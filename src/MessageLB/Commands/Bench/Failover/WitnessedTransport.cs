using MessageLB.Transport;

namespace MessageLB.CommandLine.Commands.Bench.Failover;

/// <summary>A transport whose publishers tell a witness what they publish to queues.</summary>
internal sealed class WitnessedTransport(ITransport inner, FailoverWitness witness) : ITransport
{
    public string Name => inner.Name;

    public string Address => inner.Address;

    public int MaxMessageSize => inner.MaxMessageSize;

    public async ValueTask<ITransportSession> OpenAsync(SessionOptions options, CancellationToken cancellationToken) =>
        new WitnessedSession(await inner.OpenAsync(options, cancellationToken), witness);
}

using MessageLB.Testing;
using MessageLB.Transport;

namespace MessageLB.RabbitMq.Tests.Contract;

/// <summary>RabbitMQ keeps what every transport promises.</summary>
public sealed class RabbitMqTransportTests(LocalBroker broker) : TransportContract
{
    /// <inheritdoc />
    protected override string? UserId => Uri.UnescapeDataString(broker.Uri.UserInfo.Split(':')[0]);

    /// <inheritdoc />
    protected override ValueTask<ITransport> CreateTransportAsync() =>
        new(new RabbitMqTransport(new RabbitMqOptions { Uri = broker.Uri }));
}

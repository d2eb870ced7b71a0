using MessageLB.Testing;
using Xunit;

namespace MessageLB.Faults.Tests.Network;

/// <summary>
/// A broker that wants a sign of life from its clients every 2 s, for tests of connections that are dead and look alive; on RabbitMQ's own
/// terms they would take half a minute.
/// </summary>
public sealed class AttentiveBroker : IAsyncLifetime
{
    private LocalBroker? _broker;

    public LocalBroker Broker => _broker!;

    public async ValueTask InitializeAsync() =>
        _broker = await LocalBroker.StartNewAsync(new LocalBrokerOptions { Configuration = ["heartbeat = 2"] });

    public async ValueTask DisposeAsync()
    {
        if (_broker is not null) await _broker.DisposeAsync();
    }
}

using System.Globalization;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Faults.Tests.Restarts;

/// <summary>A broker with its management API, for tests of connections that are closed through it.</summary>
public sealed class ManagedBroker : IAsyncLifetime
{
    private readonly int _port = FreePorts.Next();
    private LocalBroker? _broker;

    public LocalBroker Broker => _broker!;

    /// <summary>Address of the API.</summary>
    public Uri Uri => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}"));

    public async ValueTask InitializeAsync() => _broker = await LocalBroker.StartNewAsync(new LocalBrokerOptions
    {
        Plugins = ["rabbitmq_management"],
        Configuration = ["management.tcp.ip = 127.0.0.1", string.Create(CultureInfo.InvariantCulture, $"management.tcp.port = {_port}")],
    });

    public async ValueTask DisposeAsync()
    {
        if (_broker is not null) await _broker.DisposeAsync();
    }
}

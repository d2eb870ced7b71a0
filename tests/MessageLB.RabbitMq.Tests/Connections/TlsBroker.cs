using MessageLB.Testing;
using Xunit;

namespace MessageLB.RabbitMq.Tests.Connections;

/// <summary>A broker that speaks TLS and asks its clients for a certificate.</summary>
public sealed class TlsBroker : IAsyncLifetime
{
    public const string ServerName = "broker.example";

    private readonly int _port = FreePorts.Next();
    private LocalBroker? _broker;

    internal TestCertificates Certificates { get; } = new(ServerName);

    public Uri Uri => new($"amqps://guest:guest@127.0.0.1:{_port}/");

    public async ValueTask InitializeAsync() => _broker = await LocalBroker.StartNewAsync(new LocalBrokerOptions
    {
        Configuration =
        [
            $"listeners.ssl.1 = 127.0.0.1:{_port}",
            $"ssl_options.cacertfile = {Certificates.AuthorityFile}",
            $"ssl_options.certfile = {Certificates.ServerFile}",
            $"ssl_options.keyfile = {Certificates.ServerKeyFile}",
            "ssl_options.verify = verify_peer",
            "ssl_options.fail_if_no_peer_cert = true",
        ],
    });

    public async ValueTask DisposeAsync()
    {
        if (_broker is not null) await _broker.DisposeAsync();
        Certificates.Dispose();
    }
}

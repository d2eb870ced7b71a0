using MessageLB.Testing;
using Xunit;

namespace MessageLB.RabbitMq.Tests.Connections;

/// <summary>TLS against a broker that wants it from both sides; whatever does not fit is refused.</summary>
public sealed class TlsTests(LocalBroker broker, TlsBroker tls) : BrokerTests(broker), IClassFixture<TlsBroker>
{
    private const string ServerName = TlsBroker.ServerName;

    private TestCertificates Files => tls.Certificates;

    [Fact]
    public async Task Open_AuthorityNameAndClientCertificateFit_Works()
    {
        var session = await OpenAsync(tls.Uri, with: o => o with { Tls = Fitting() });
        await session.Topology.DeclareQueueAsync(new Transport.QueueSpec { Name = "secured" }, Token);

        await SendAsync(session, "secured", 3);

        Assert.Equal(3, (await session.Topology.InspectAsync("secured", Token))!.Value.Ready);
        Assert.Equal($"amqps://127.0.0.1:{tls.Uri.Port}/", new RabbitMqTransport(new RabbitMqOptions { Uri = tls.Uri }).Address);
    }

    [Fact]
    public async Task Open_ServerNameDiffers_IsRefused()
    {
        var thrown = await Assert.ThrowsAsync<BrokerRefusedException>(() => OpenAsync(tls.Uri, with: o => o with { Tls = Fitting() with { ServerName = "other.example" } }));

        Assert.Equal(Failed("The remote certificate was rejected by the provided RemoteCertificateValidationCallback."), thrown.Message);
    }

    [Fact]
    public async Task Open_NoServerNameGiven_TheHostOfTheAddressIsExpected()
    {
        await Assert.ThrowsAsync<BrokerRefusedException>(() => OpenAsync(tls.Uri, with: o => o with { Tls = Fitting() with { ServerName = null } }));
    }

    [Fact]
    public async Task Open_AnotherAuthority_IsRefused()
    {
        using var others = new TestCertificates(ServerName);

        var thrown = await Assert.ThrowsAsync<BrokerRefusedException>(() => OpenAsync(tls.Uri, with: o => o with { Tls = Fitting() with { CaFile = others.AuthorityFile } }));

        Assert.Equal(Failed("The remote certificate was rejected by the provided RemoteCertificateValidationCallback."), thrown.Message);
    }

    [Fact]
    public async Task Open_SystemsAuthoritiesOnly_IsRefused()
    {
        var thrown = await Assert.ThrowsAsync<BrokerRefusedException>(() => OpenAsync(tls.Uri, with: o => o with { Tls = Fitting() with { CaFile = null } }));

        Assert.StartsWith($"The TLS handshake with amqps://127.0.0.1:{tls.Uri.Port}/ failed: ", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_NoClientCertificate_IsRefused()
    {
        var thrown = await Assert.ThrowsAnyAsync<MessageLBException>(() =>
            OpenAsync(tls.Uri, with: o => o with { Tls = Fitting() with { CertificateFile = null, KeyFile = null } }));

        Assert.Contains($"amqps://127.0.0.1:{tls.Uri.Port}/", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_FileMissing_SaysWhich()
    {
        var thrown = await Assert.ThrowsAsync<MessageLBException>(() => OpenAsync(tls.Uri, with: o => o with { Tls = Fitting() with { CaFile = "/no/such/ca.pem" } }));

        Assert.Equal(
            "Cannot load a TLS file: Could not find a part of the path '/no/such/ca.pem'. Check 'ca_file', 'certificate_file' and 'key_file'.",
            thrown.Message);
    }

    [Fact]
    public async Task Open_PortDoesNotSpeakTls_SaysSo()
    {
        var plain = new UriBuilder(Broker.Uri) { Scheme = "amqps" }.Uri;

        var thrown = await Assert.ThrowsAnyAsync<MessageLBException>(() => OpenAsync(plain, with: o => o with { ConnectTimeout = TimeSpan.FromSeconds(5) }));

        Assert.StartsWith($"The TLS handshake with amqps://127.0.0.1:{Broker.Uri.Port}/ failed: ", thrown.Message, StringComparison.Ordinal);
    }

    private RabbitMqTlsOptions Fitting() => new()
    {
        ServerName = ServerName,
        CaFile = Files.AuthorityFile,
        CertificateFile = Files.ClientFile,
        KeyFile = Files.ClientKeyFile,
    };

    private string Failed(string why) =>
        $"The TLS handshake with amqps://127.0.0.1:{tls.Uri.Port}/ failed: {why} Check that the port speaks TLS, and 'ca_file' and 'server_name'.";
}

using System.Net.Sockets;
using RabbitMQ.Client;

namespace MessageLB.RabbitMq;

/// <summary>Makes connections. Thread-safe.</summary>
internal sealed class Connector
{
    // RabbitMQ's own upper limit. A smaller one would let a single large message end the connection again and again; it is
    // the receiver's owner who refuses messages that are too large for it.
    private const uint LargestInbound = 512 * 1024 * 1024;

    private readonly RabbitMqOptions _options;
    private readonly CredentialSource _credentials;
    private volatile string _user = "";

    public Connector(RabbitMqOptions options)
    {
        _options = options;
        Address = new BrokerAddress(options);
        _credentials = new CredentialSource(options, Address);
    }

    public BrokerAddress Address { get; }

    /// <summary>The user of the last connect, for messages.</summary>
    public string User => _user;

    /// <summary>Connects to the first host that answers.</summary>
    public async Task<BrokerConnection> ConnectAsync(string name, CancellationToken cancellationToken)
    {
        var credentials = await _credentials.GetAsync(cancellationToken);
        _user = credentials.Username;
        List<BrokerUnavailableException> failures = [];
        foreach (var host in Address.Hosts)
        {
            try
            {
                return await ConnectAsync(host, credentials, name, cancellationToken);
            }
            catch (BrokerUnavailableException e)
            {
                failures.Add(e);
            }
        }

        if (failures.Count == 1) throw failures[0];
        throw new BrokerUnavailableException(string.Join(' ', failures.Select(f => f.Message)), failures[0]);
    }

    private async Task<BrokerConnection> ConnectAsync(BrokerHost host, RabbitMqCredentials credentials, string name, CancellationToken cancellationToken)
    {
        ITcpClient? socket = null;
        var factory = CreateFactory(credentials);
        factory.SocketFactory = family => socket = new TcpClientAdapter(new Socket(family, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true });
        var endpoint = new AmqpTcpEndpoint(host.Name, host.Port, Address.IsSecure ? TlsSetup.Create(_options.Tls, host) : new SslOption(), LargestInbound);
        using var limit = new CancellationTokenSource(_options.ConnectTimeout, _options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var connecting = ConnectAndProbeAsync(factory, endpoint, name, either.Token);
            connecting.Observe();
            return new BrokerConnection(await connecting.WaitAsync(either.Token), socket!);
        }
        catch (Exception e)
        {
            BrokerConnection.Kill(socket);
            cancellationToken.ThrowIfCancellationRequested();
            throw ConnectFailures.Explain(e, Address, host, credentials.Username, _options.ConnectTimeout);
        }
    }

    private static async Task<IConnection> ConnectAndProbeAsync(ConnectionFactory factory, AmqpTcpEndpoint endpoint, string name, CancellationToken cancellationToken)
    {
        var connection = await factory.CreateConnectionAsync([endpoint], name, cancellationToken);

        // The client does not wait for the broker's answer about the virtual host, so a first round trip has to ask for it.
        var probe = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        await probe.CloseAsync(cancellationToken);
        return connection;
    }

    private ConnectionFactory CreateFactory(RabbitMqCredentials credentials) => new()
    {
        UserName = credentials.Username,
        Password = credentials.Password,
        VirtualHost = Address.VirtualHost,
        AutomaticRecoveryEnabled = false,
        TopologyRecoveryEnabled = false,
        RequestedHeartbeat = _options.Heartbeat,
        RequestedConnectionTimeout = _options.ConnectTimeout,
        HandshakeContinuationTimeout = _options.ConnectTimeout,
        ContinuationTimeout = 2 * _options.CallTimeout, // ours comes first, and says more
        MaxInboundMessageBodySize = LargestInbound,
    };
}

using System.Net.Sockets;
using RabbitMQ.Client;

namespace MessageLB.RabbitMq;

/// <summary>Makes connections. Thread-safe.</summary>
internal sealed class Connector
{
    // RabbitMQ's own upper limit. A smaller one would let a single large message end the connection again and again; it is
    // the receiver's owner who refuses messages that are too large for it.
    private const uint LargestInbound = 512 * 1024 * 1024;

    // Channels that nobody reserves: those that calls open for a moment.
    private const int KeptFree = 16;

    private readonly RabbitMqOptions _options;
    private readonly CredentialSource _credentials;
    private volatile string _user = "";

    // Place of the host that is tried first. It moves on from one that fails, so that a node that does not answer costs its time
    // limit once and not at every connect, and all connections of a session meet at one node: each further node is one more that can end it.
    private int _first;

    public Connector(RabbitMqOptions options)
    {
        _options = options;
        Address = new BrokerAddress(options);
        // Not all clients of a cluster begin at the same node.
        _first = new Random().Next(Address.Hosts.Count);
        _credentials = new CredentialSource(options, Address);
    }

    public BrokerAddress Address { get; }

    /// <summary>The user of the last connect, for messages.</summary>
    public string User => _user;

    /// <summary>Connects to the first host that answers, beginning at the one that served last.</summary>
    /// <param name="name">Name of the connection at the broker.</param>
    /// <param name="writes">How it sends.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<BrokerConnection> ConnectAsync(string name, WriteStyle writes, CancellationToken cancellationToken)
    {
        var credentials = await _credentials.GetAsync(cancellationToken);
        _user = credentials.Username;
        var failures = new BrokerUnavailableException[Address.Hosts.Count];
        var first = Volatile.Read(ref _first);
        for (var tried = 0; tried < failures.Length; tried++)
        {
            var host = (first + tried) % failures.Length;
            try
            {
                return await ConnectAsync(host, credentials, name, writes, cancellationToken);
            }
            catch (BrokerUnavailableException e)
            {
                failures[host] = e;
                MoveOnFrom(host);
            }
        }

        if (failures.Length == 1) throw failures[0];
        throw new BrokerUnavailableException(string.Join(' ', failures.Select(f => f.Message)), failures[0]);
    }

    /// <summary>Lets the next connect begin at another host than this one, where one failed or was lost.</summary>
    /// <param name="host">Its place in <see cref="BrokerAddress.Hosts"/>.</param>
    public void MoveOnFrom(int host) => Interlocked.CompareExchange(ref _first, (host + 1) % Address.Hosts.Count, host);

    private async Task<BrokerConnection> ConnectAsync(int place, RabbitMqCredentials credentials, string name, WriteStyle writes, CancellationToken cancellationToken)
    {
        var host = Address.Hosts[place];
        ITcpClient? socket = null;
        var factory = CreateFactory(credentials);
        factory.SocketFactory = family => socket = NewSocket(family, writes);
        var endpoint = new AmqpTcpEndpoint(host.Name, host.Port, Address.IsSecure ? TlsSetup.Create(_options.Tls, host) : new SslOption(), LargestInbound);
        using var limit = new CancellationTokenSource(_options.ConnectTimeout, _options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var connecting = ConnectAndProbeAsync(factory, endpoint, name, either.Token);
            connecting.Observe();
            var connection = await connecting.WaitAsync(either.Token);
            return new BrokerConnection(connection, socket!, place, Address.Of(host), MostReserved(connection));
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

    private static TcpClientAdapter NewSocket(AddressFamily family, WriteStyle writes)
    {
        var socket = new Socket(family, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        return writes == WriteStyle.Coalesced ? new CoalescingClient(socket) : new TcpClientAdapter(socket);
    }

    // What was agreed upon with the broker; 0 is no limit.
    private static int MostReserved(IConnection connection) => connection.ChannelMax == 0 ? int.MaxValue : Math.Max(1, connection.ChannelMax - KeptFree);

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
        RequestedChannelMax = _options.ChannelMax,
    };
}

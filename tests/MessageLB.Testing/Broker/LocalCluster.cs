using System.Globalization;

namespace MessageLB.Testing;

/// <summary>
/// A RabbitMQ cluster of three nodes on loopback, for tests that kill one of them. It takes half a minute and more than a
/// gigabyte of memory, so only such tests should have one. All is gone at the end.
/// </summary>
public sealed class LocalCluster : IAsyncDisposable
{
    private const int Size = 3;

    private readonly NodeFamily _family = new();
    private readonly List<PrivateServer> _nodes = [];

    private LocalCluster()
    {
    }

    /// <summary>Erlang's names of the nodes that run.</summary>
    public IReadOnlyList<string> Running => [.. _nodes.Where(n => n.Pid != 0).Select(n => n.Node)];

    /// <summary>Starts the nodes side by side, and returns when they are one cluster. The caller disposes it.</summary>
    public static async Task<LocalCluster> StartNewAsync(CancellationToken cancellationToken)
    {
        var cluster = new LocalCluster();
        try
        {
            await cluster.StartAsync(cancellationToken);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Address of all nodes, as <c>--broker</c> takes it, those that do not run included.</summary>
    public string AddressFor(string virtualHost) =>
        $"amqp://guest:guest@{string.Join(',', _nodes.Select(n => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{n.Port}")))}/{Uri.EscapeDataString(virtualHost)}";

    /// <summary>Address of one node.</summary>
    public Uri AddressOf(string node, string virtualHost) =>
        new(string.Create(CultureInfo.InvariantCulture, $"amqp://guest:guest@127.0.0.1:{_nodes.Single(n => n.Node == node).Port}/{Uri.EscapeDataString(virtualHost)}"));

    /// <summary>Adds a virtual host, on which the default user may do everything.</summary>
    public async Task AddVirtualHostAsync(string name, CancellationToken cancellationToken)
    {
        await RunCtlAsync(cancellationToken, "add_vhost", name);
        await RunCtlAsync(cancellationToken, "set_permissions", "-p", name, "guest", ".*", ".*", ".*");
    }

    /// <summary>Erlang's name of the node that leads a quorum queue.</summary>
    public async Task<string> LeaderOfAsync(string virtualHost, string queue, CancellationToken cancellationToken)
    {
        var lines = await RunCtlAsync(cancellationToken, "list_queues", "--no-table-headers", "-p", virtualHost, "name", "leader");
        return lines.Split('\n').Select(line => line.Split('\t')).Single(cells => cells[0] == queue)[1].Trim();
    }

    /// <summary>Kills a node (SIGKILL), a moment after the call.</summary>
    public Task KillAsync(string node) => _nodes.Single(n => n.Node == node).KillAsync();

    /// <summary>Runs <c>rabbitmqctl</c> against a node that runs, and returns what it prints.</summary>
    public Task<string> RunCtlAsync(CancellationToken cancellationToken, params string[] arguments) =>
        _nodes.First(n => n.Pid != 0).RunControlAsync(arguments, cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
        await _family.DisposeAsync();
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        await _family.StartAsync();
        List<string> peers = ["cluster_formation.peer_discovery_backend = classic_config"];
        // Each node reads the names when it starts, so all are there before the first does.
        for (var i = 1; i <= Size; i++)
        {
            var node = new PrivateServer(new LocalBrokerOptions { Configuration = peers }, _family);
            _nodes.Add(node);
            peers.Add(string.Create(CultureInfo.InvariantCulture, $"cluster_formation.classic_config.nodes.{i} = {node.Node}"));
        }

        await Task.WhenAll(_nodes.Select(n => n.StartAsync()));
        await RunCtlAsync(cancellationToken, "await_online_nodes", Size.ToString(CultureInfo.InvariantCulture));
    }
}

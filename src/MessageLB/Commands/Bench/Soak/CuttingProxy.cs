using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using MessageLB.Core.Configuration;

namespace MessageLB.CommandLine.Commands.Bench.Soak;

/// <summary>
/// A TCP proxy on loopback in front of a broker, so that the connections of one dispatcher can be cut as a network does it: by resets, without a
/// word of AMQP. Thread-safe.
/// </summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private const string PlainScheme = "amqp";
    private const int DefaultPort = 5672;
    private const int BufferSize = 64 * 1024;

    private readonly DnsEndPoint _target;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly ConcurrentDictionary<Socket, bool> _sockets = new();
    private readonly Task _accepting;

    private CuttingProxy(Uri target)
    {
        _target = new DnsEndPoint(target.Host, target.Port > 0 ? target.Port : DefaultPort);
        _listener.Start();
        Address = new ClusterAddress(new UriBuilder(target) { Host = "127.0.0.1", Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.Uri, []);
        _accepting = AcceptAsync();
    }

    /// <summary>The broker's address with the proxy's host and port.</summary>
    public ClusterAddress Address { get; }

    /// <summary>Starts one in front of the first host of an address; null for TLS, whose certificates are for the broker's own name.</summary>
    public static CuttingProxy? To(ClusterAddress broker) => broker.Uri.Scheme == PlainScheme ? new CuttingProxy(broker.Uri) : null;

    /// <summary>Resets every connection there is; new ones are taken.</summary>
    public void Cut()
    {
        foreach (var socket in _sockets.Keys) Close(socket);
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Stop();
        Cut();
        await _accepting;
        _over.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true) serving.Add(ServeAsync(await _listener.AcceptSocketAsync(_over.Token)));
        }
        catch (Exception e) when (IsEnd(e))
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(Socket client)
    {
        var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        _sockets[client] = _sockets[server] = true;
        try
        {
            await server.ConnectAsync(_target, _over.Token);
            client.NoDelay = server.NoDelay = true;
            var there = PumpAsync(client, server);
            var back = PumpAsync(server, client);
            await Task.WhenAny(there, back);
            // The other direction ends with its sockets.
            Close(client);
            Close(server);
            await Task.WhenAll(there, back);
        }
        catch (Exception e) when (IsEnd(e))
        {
            // The broker is not there; the client learns it by the reset.
        }
        finally
        {
            Close(client);
            Close(server);
        }
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[BufferSize];
        try
        {
            while (await from.ReceiveAsync(buffer, _over.Token) is var count and > 0)
            {
                for (var sent = 0; sent < count;) sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), _over.Token);
            }
        }
        catch (Exception e) when (IsEnd(e))
        {
            // One end is gone, so the other is closed too.
        }
    }

    private void Close(Socket socket)
    {
        if (!_sockets.TryRemove(socket, out _)) return;
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Dispose();
    }

    private static bool IsEnd(Exception e) => e is OperationCanceledException or SocketException or ObjectDisposedException;
}

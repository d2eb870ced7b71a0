using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace MessageLB.Testing;

/// <summary>
/// A TCP proxy on loopback that misbehaves on demand: it stalls as a network does that drops every packet, strands what is
/// connected as a firewall does that has forgotten it, cuts as a network does that is pulled out, and slows down as one does that is full.
/// </summary>
public sealed class LoopbackProxy : IAsyncDisposable
{
    private const int SlicesPerSecond = 50;

    private readonly int _targetPort;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _disposing = new();
    private readonly ConcurrentDictionary<Socket, bool> _sockets = new();
    private readonly Task _accepting;
    private readonly ProxyGate _gate = new();
    private ProxyGate _gateOfNext = new();
    private int _accepted;
    private volatile int _bytesPerSecond;

    private LoopbackProxy(int targetPort)
    {
        _targetPort = targetPort;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Port that the proxy listens on.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Connections accepted so far.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Connections that are open now.</summary>
    public int Open => _sockets.Count / 2;

    /// <summary>Starts a proxy to a port of this machine.</summary>
    public static LoopbackProxy To(int targetPort) => new(targetPort);

    /// <summary>The address with the proxy's host and port.</summary>
    public Uri Through(Uri address) => new UriBuilder(address) { Host = "127.0.0.1", Port = Port }.Uri;

    /// <summary>Lets no byte through in either direction, and keeps the connections.</summary>
    public void Stall() => _gate.Close();

    /// <summary>Lets everything through again, first what was held back.</summary>
    public void Resume() => _gate.Open();

    /// <summary>Lets nothing through any more on the connections that there are, and keeps them; new ones work.</summary>
    public void Strand() => Interlocked.Exchange(ref _gateOfNext, new ProxyGate()).Close();

    /// <summary>Lets so many bytes a second through in each direction of each connection; 0 for as many as come.</summary>
    public void SlowDown(int bytesPerSecond) => _bytesPerSecond = bytesPerSecond;

    /// <summary>Resets every connection there is; new ones are taken.</summary>
    public void Cut()
    {
        foreach (var socket in _sockets.Keys) Close(socket);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _disposing.CancelAsync();
        _listener.Stop();
        Cut();
        await _accepting;
        _disposing.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> pumps = [];
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_disposing.Token);
                Interlocked.Increment(ref _accepted);
                pumps.Add(ServeAsync(client, Volatile.Read(ref _gateOfNext)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(pumps);
        }
    }

    private async Task ServeAsync(Socket client, ProxyGate gate)
    {
        var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _sockets[client] = _sockets[server] = true;
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _targetPort, _disposing.Token);
            client.NoDelay = server.NoDelay = true;
            await Task.WhenAny(PumpAsync(client, server, gate), PumpAsync(server, client, gate));
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The target is not there; the client learns it by the reset below.
        }
        finally
        {
            Close(client);
            Close(server);
        }
    }

    private async Task PumpAsync(Socket from, Socket to, ProxyGate gate)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, _disposing.Token) is var count and > 0)
            {
                await _gate.PassAsync(_disposing.Token);
                await gate.PassAsync(_disposing.Token);
                for (var sent = 0; sent < count;) sent += await SendSomeAsync(to, buffer.AsMemory(sent, count - sent));
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One end is gone, so the other is closed too.
        }
    }

    private async ValueTask<int> SendSomeAsync(Socket to, ReadOnlyMemory<byte> bytes)
    {
        var most = _bytesPerSecond / SlicesPerSecond;
        if (_bytesPerSecond == 0) return await to.SendAsync(bytes, _disposing.Token);
        var sent = await to.SendAsync(bytes[..Math.Min(bytes.Length, Math.Max(1, most))], _disposing.Token);
        await Task.Delay(TimeSpan.FromSeconds(1.0 / SlicesPerSecond), TimeProvider.System, _disposing.Token);
        return sent;
    }

    private void Close(Socket socket)
    {
        if (!_sockets.TryRemove(socket, out _)) return;
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Dispose();
    }
}

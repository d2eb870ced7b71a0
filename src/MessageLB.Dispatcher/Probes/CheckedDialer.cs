using System.Net;
using System.Net.Sockets;
using MessageLB.Core.Probes;

namespace MessageLB.Dispatcher.Probes;

/// <summary>
/// Opens connections to addresses that are allowed. A name is resolved once, all of its addresses are judged, and the connection goes to
/// one of those that were: asked again, the name might say something else. Thread-safe.
/// </summary>
/// <param name="rule">Which are allowed.</param>
/// <param name="resolve">Addresses of a host name.</param>
internal sealed class CheckedDialer(AddressRule rule, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    /// <summary>Opens a connection.</summary>
    /// <exception cref="ProbeRefusedException">One of the addresses is not allowed.</exception>
    /// <exception cref="SocketException">None of them answers, or there is none.</exception>
    public async ValueTask<Socket> ConnectAsync(string host, int port, CancellationToken limit)
    {
        var name = host.Trim('[', ']');
        var addresses = IPAddress.TryParse(name, out var address) ? [address] : await resolve(name, limit);
        foreach (var one in addresses)
        {
            if (rule.Refusal(one) is { } refusal) throw new ProbeRefusedException(one.Equals(address) ? refusal : $"{name} leads to {refusal}");
        }

        if (addresses.Length == 0) throw new SocketException((int)SocketError.HostNotFound);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, limit);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

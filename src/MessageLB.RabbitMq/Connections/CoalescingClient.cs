using System.Net.Sockets;
using RabbitMQ.Client;

namespace MessageLB.RabbitMq;

/// <summary>A socket for the client whose stream is a <see cref="CoalescingStream"/>.</summary>
/// <param name="socket">The socket, not connected yet.</param>
internal sealed class CoalescingClient(Socket socket) : TcpClientAdapter(socket)
{
    private readonly Socket _socket = socket;

    /// <inheritdoc />
    public override NetworkStream GetStream() => new CoalescingStream(_socket);
}

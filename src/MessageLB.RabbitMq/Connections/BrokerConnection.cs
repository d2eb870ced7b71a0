using System.Net.Sockets;
using RabbitMQ.Client;

namespace MessageLB.RabbitMq;

/// <summary>
/// One connection and the socket below it. The socket is kept because closing it is the only thing that always works: the
/// client's own close waits for its writer, and a peer that stops reading makes that wait last for ever.
/// </summary>
/// <param name="connection">The client's connection.</param>
/// <param name="socket">What it runs on.</param>
/// <param name="host">Place of its host in <see cref="BrokerAddress.Hosts"/>.</param>
/// <param name="address">The host's address without credentials.</param>
/// <param name="mostChannels">Most channels that are reserved on it.</param>
internal sealed class BrokerConnection(IConnection connection, ITcpClient socket, int host, string address, int mostChannels)
{
    private int _reserved;

    /// <summary>Place of its host in <see cref="BrokerAddress.Hosts"/>.</summary>
    public int Host { get; } = host;

    /// <summary>The host's address, without credentials.</summary>
    public string Address { get; } = address;

    public IConnection Connection { get; } = connection;

    public bool IsOpen => Connection.IsOpen;

    /// <summary>Reserves a channel; false if there are as many as may be. Thread-safe.</summary>
    public bool TryReserveChannel()
    {
        if (Interlocked.Increment(ref _reserved) <= mostChannels) return true;
        ReleaseChannel();
        return false;
    }

    /// <summary>Gives the reservation of a channel back that is closed, or was not opened. Thread-safe.</summary>
    public void ReleaseChannel() => Interlocked.Decrement(ref _reserved);

    /// <summary>Closes in order if the broker answers in time, by force otherwise. Never throws and never takes longer.</summary>
    public async Task CloseAsync(TimeSpan limit, TimeProvider time)
    {
        try
        {
            var closing = Connection.AbortAsync(200, "Goodbye");
            closing.Observe();
            await closing.WaitAsync(limit, time);
        }
        catch (Exception)
        {
            // Closed by force below; why an orderly end failed no longer matters to anybody.
        }
        finally
        {
            Kill(socket);
        }
    }

    /// <summary>Closes a socket at once, whatever it was doing.</summary>
    public static void Kill(ITcpClient? socket)
    {
        try
        {
            socket?.Client.Close(0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It was closed already.
        }
    }
}

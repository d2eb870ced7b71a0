using System.Net;
using System.Net.Sockets;

namespace MessageLB.Testing;

/// <summary>
/// Finds TCP ports on loopback that nobody uses. Below the range from which systems take ports for outgoing connections, so
/// that none of those takes a server's port while the server restarts.
/// </summary>
public static class FreePorts
{
    private const int Lowest = 20_000;
    private const int End = 32_000;

    /// <summary>A port that was free a moment ago and that this process has not handed out before.</summary>
    public static int Next()
    {
        for (var attempt = 0; attempt < 1000; attempt++)
        {
            var port = Random.Shared.Next(Lowest, End);
            if (!IsFree(port)) continue;
            lock (Taken)
            {
                if (Taken.Add(port)) return port;
            }
        }

        throw new InvalidOperationException($"no free TCP port between {Lowest} and {End} in 1000 attempts");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static readonly HashSet<int> Taken = [];
}

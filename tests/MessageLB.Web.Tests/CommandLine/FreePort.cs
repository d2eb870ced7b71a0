using System.Net;
using System.Net.Sockets;

namespace MessageLB.Web.Tests.CommandLine;

/// <summary>Ports of loopback.</summary>
internal static class FreePort
{
    /// <summary>A port that was free a moment ago.</summary>
    public static int Find()
    {
        using var listener = Occupy();
        return PortOf(listener);
    }

    /// <summary>Listens on a free port until disposed.</summary>
    public static TcpListener Occupy()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    public static int PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;
}

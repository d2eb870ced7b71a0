using System.Net;
using System.Net.Sockets;
using MessageLB.Core.Configuration;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace MessageLB.CommandLine.Commands.Run;

/// <summary>Where the HTTP API listens, and what is said when it cannot.</summary>
internal static class Listener
{
    public static void Configure(KestrelServerOptions kestrel, ListenAddress address)
    {
        kestrel.AddServerHeader = false;
        if (address.Host == ListenAddress.Any) kestrel.ListenAnyIP(address.Port);
        else if (IPAddress.TryParse(address.Host, out var ip)) kestrel.Listen(ip, address.Port);
        else kestrel.ListenLocalhost(address.Port);
    }

    /// <summary>The addresses that are really listened on; a port of 0 has become one by then.</summary>
    public static IEnumerable<string> Addresses(IServiceProvider services) =>
        services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];

    /// <summary>Whether a failed start is about the address.</summary>
    public static bool IsListenFault(Exception fault) => CauseOf(fault) is not null;

    public static string Describe(Exception fault, string address)
    {
        var reason = CauseOf(fault) switch
        {
            AddressInUseException or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } => "another program listens there already",
            SocketException { SocketErrorCode: SocketError.AccessDenied } => "permission denied; ports below 1024 belong to the system",
            SocketException { SocketErrorCode: SocketError.AddressNotAvailable } => "this machine has no such address",
            var other => other!.Message,
        };
        return $"The HTTP API cannot listen on {address}: {reason}. Name another address with --http or 'http.listen', or turn it off with --http off.";
    }

    private static Exception? CauseOf(Exception? fault)
    {
        for (; fault is not null; fault = fault.InnerException)
        {
            if (fault is AddressInUseException or SocketException) return fault;
        }

        return null;
    }
}

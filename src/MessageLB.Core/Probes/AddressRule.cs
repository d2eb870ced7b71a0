using System.Net;
using System.Net.Sockets;

namespace MessageLB.Core.Probes;

/// <summary>
/// Which addresses may be probed, so that nobody who names a destination, or answers for its name, can make the dispatcher send requests
/// where it should not (server-side request forgery). An address that carries an IPv4 address is judged by that one. Pure, thread-safe.
/// </summary>
/// <remarks>
/// Link-local addresses, multicast, broadcast, the unspecified address and the metadata services of clouds never may be probed, even where
/// <paramref name="allow"/> covers them.
/// </remarks>
/// <param name="allow">Networks that may be probed.</param>
/// <param name="verb">What is done to an address, in refusals: <c>probed</c>.</param>
public sealed class AddressRule(IReadOnlyList<IPNetwork> allow, string verb = "probed")
{
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");
    private static readonly IPNetwork Compatible = IPNetwork.Parse("::/96");

    // Clouds give their metadata addresses that are private: AWS and Google in IPv6, Alibaba in shared address space, Azure a public one.
    private static readonly (IPNetwork Network, string Name)[] Never =
    [
        (IPNetwork.Parse("169.254.0.0/16"), "a link-local address"),
        (IPNetwork.Parse("fe80::/10"), "a link-local address"),
        (IPNetwork.Parse("224.0.0.0/4"), "a multicast address"),
        (IPNetwork.Parse("ff00::/8"), "a multicast address"),
        (IPNetwork.Parse("255.255.255.255/32"), "the broadcast address"),
        (IPNetwork.Parse("0.0.0.0/8"), "the unspecified address"),
        (IPNetwork.Parse("::/128"), "the unspecified address"),
        (IPNetwork.Parse("fd00:ec2::254/128"), "a cloud's metadata service"),
        (IPNetwork.Parse("fd20:ce::254/128"), "a cloud's metadata service"),
        (IPNetwork.Parse("100.100.100.200/32"), "a cloud's metadata service"),
        (IPNetwork.Parse("168.63.129.16/32"), "a cloud's metadata service"),
    ];

    /// <summary>Private networks (RFC 1918, RFC 4193) and this machine.</summary>
    public static IReadOnlyList<IPNetwork> DefaultAllow { get; } =
    [
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("fc00::/7"),
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("::1/128"),
    ];

    /// <summary>Why an address must not be probed, for a person; null if it may.</summary>
    public string? Refusal(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var judged = Judged(address);
        foreach (var (network, name) in Never)
        {
            if (network.Contains(judged)) return $"{address} is {name}, which is never {verb}";
        }

        foreach (var network in allow)
        {
            if (network.Contains(judged)) return null;
        }

        return $"{address} is in none of the networks that 'allow' lists";
    }

    private static IPAddress Judged(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        // A scope changes the interface, not the network, and would keep the address out of every range.
        var plain = new IPAddress(address.GetAddressBytes());
        if (SixToFour.Contains(plain)) return Embedded(plain, 2);
        var isLocal = plain.Equals(IPAddress.IPv6Loopback) || plain.Equals(IPAddress.IPv6Any);
        return !isLocal && (Nat64.Contains(plain) || Compatible.Contains(plain)) ? Embedded(plain, 12) : plain;
    }

    private static IPAddress Embedded(IPAddress address, int at) => new(address.GetAddressBytes().AsSpan(at, 4));
}

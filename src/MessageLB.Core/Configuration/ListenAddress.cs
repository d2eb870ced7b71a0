using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MessageLB.Core.Configuration;

/// <summary>Where to listen, as people write it: <c>127.0.0.1:8080</c>, <c>[::1]:8080</c>, <c>localhost:8080</c>, <c>*:8080</c>.</summary>
/// <param name="Host">An IP address (IPv6 without brackets), <c>localhost</c>, or <c>*</c> for every address of the machine.</param>
/// <param name="Port">Port; 0 lets the system choose a free one.</param>
public readonly record struct ListenAddress(string Host, int Port)
{
    /// <summary>Every address of the machine.</summary>
    public const string Any = "*";

    private const string LocalHost = "localhost";

    /// <summary>Whether only processes of this machine can connect.</summary>
    public bool IsLoopback => Host == LocalHost || (IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address));

    /// <summary>Reads an address and a port.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="value">The address; empty on failure.</param>
    /// <param name="problem">What is wrong, to be read behind the quoted text; null on success.</param>
    public static bool TryParse(string? text, out ListenAddress value, [NotNullWhen(false)] out string? problem)
    {
        value = default;
        problem = "is not an address to listen on: write an IP address and a port, such as 127.0.0.1:8080, [::1]:8080 or *:8080";
        var colon = text?.LastIndexOf(':') ?? -1;
        if (colon < 1) return false;
        if (!ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)) return false;
        if (HostOf(text![..colon]) is not { } host) return false;
        value = new ListenAddress(host, port);
        problem = null;
        return true;
    }

    /// <summary>As written in configuration.</summary>
    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    private static string? HostOf(string text)
    {
        if (text == Any) return Any;
        if (text.Equals(LocalHost, StringComparison.OrdinalIgnoreCase)) return LocalHost;
        var bracketed = text is ['[', .., ']'];
        if (!IPAddress.TryParse(bracketed ? text[1..^1] : text, out var address)) return null;
        // "1" and "127.1" are addresses to the parser, and never what somebody meant.
        if (address.AddressFamily == AddressFamily.InterNetwork) return !bracketed && address.ToString() == text ? text : null;
        return bracketed ? address.ToString() : null;
    }
}

using System.Diagnostics.CodeAnalysis;

namespace MessageLB.Core.Configuration;

/// <summary>
/// Address of a RabbitMQ: of one node, or of several nodes of one cluster, such as <c>amqp://user:password@a:5672,b:5672/vhost</c>.
/// May hold a password: <see cref="ToString"/> hides it.
/// </summary>
/// <param name="Uri">The address with the first host only.</param>
/// <param name="Hosts">Further hosts, each <c>host</c> or <c>host:port</c>.</param>
public sealed record ClusterAddress(Uri Uri, IReadOnlyList<string> Hosts)
{
    private const string SchemeEnd = "://";
    private static readonly char[] AuthorityEnds = ['/', '?', '#'];

    /// <summary>The address as it was written, password included.</summary>
    public string Text => Hosts.Count == 0 ? Uri.OriginalString : Write(Uri.OriginalString, Hosts);

    /// <summary>Reads an address; whether its scheme is one of RabbitMQ's is not looked at.</summary>
    /// <param name="text">What somebody wrote.</param>
    /// <param name="address">The address, or null when one of its hosts is none.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out ClusterAddress? address)
    {
        ArgumentNullException.ThrowIfNull(text);
        address = null;
        var (start, end) = HostsIn(text);
        var hosts = text[start..end].Split(',');
        if (!Uri.TryCreate(string.Concat(text.AsSpan(0, start), hosts[0], text.AsSpan(end)), UriKind.Absolute, out var uri)) return false;
        if (hosts.Length > 1 && uri.Host.Length == 0) return false;
        if (!hosts.Skip(1).All(IsHost)) return false;
        address = new ClusterAddress(uri, hosts.Length == 1 ? [] : hosts[1..]);
        return true;
    }

    /// <summary>The address without its password.</summary>
    public override string ToString() => Redaction.WithoutCredentials(Text);

    private static string Write(string first, IReadOnlyList<string> others)
    {
        var end = HostsIn(first).End;
        return string.Concat(first.AsSpan(0, end), ",", string.Join(',', others), first.AsSpan(end));
    }

    /// <summary>Where the hosts stand: behind the login, whose password may hold commas.</summary>
    private static (int Start, int End) HostsIn(string text)
    {
        var scheme = text.IndexOf(SchemeEnd, StringComparison.Ordinal);
        if (scheme < 0) return (text.Length, text.Length);
        var start = scheme + SchemeEnd.Length;
        var end = text.IndexOfAny(AuthorityEnds, start);
        if (end < 0) end = text.Length;
        var login = text.LastIndexOf('@', end - 1, end - start);
        return (login < 0 ? start : login + 1, end);
    }

    private static bool IsHost(string text) =>
        Uri.TryCreate($"amqp://{text}", UriKind.Absolute, out var uri) && uri.Host.Length > 0 && uri.UserInfo.Length == 0 && uri.AbsolutePath is "" or "/";
}

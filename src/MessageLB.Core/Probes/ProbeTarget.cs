using System.Buffers;
using System.Globalization;

namespace MessageLB.Core.Probes;

/// <summary>
/// What a probe by HTTP or TCP goes to, for each destination: an address with <c>{destination}</c> in it. The name is put in only if it is a
/// plain host label, and never so that it becomes an IP address, because a destination that joins by itself chooses its own name. Pure,
/// thread-safe.
/// </summary>
public sealed class ProbeTarget
{
    /// <summary>What stands for the destination's name.</summary>
    public const string Placeholder = "{destination}";

    private const int LongestLabel = 63;

    private static readonly SearchValues<char> NotInAuthority = SearchValues.Create("/?#@\\ ");

    private readonly string _template;
    private readonly bool _isNamed;

    private ProbeTarget(string template)
    {
        _template = template;
        _isNamed = template.Contains(Placeholder, StringComparison.Ordinal);
    }

    /// <summary>Reads the address of a probe by HTTP; on failure <paramref name="problem"/> is to be read behind the quoted text.</summary>
    public static bool TryHttp(string url, out ProbeTarget? target, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(url);
        target = null;
        problem = null;
        // A name as it might be shows what the whole is.
        if (!Uri.TryCreate(Fill(url, "a"), UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
        {
            problem = "is no address of a probe: write http://{destination}:8080/path, or https://";
        }
        else if (uri.UserInfo.Length > 0) problem = "must not hold a login: use 'authorization_file' or 'authorization_env'";
        else if (uri.Fragment.Length > 0) problem = "must not hold a fragment ('#…'): it would not be sent";
        else target = new ProbeTarget(url);
        return target is not null;
    }

    /// <summary>Reads the address of a probe by TCP, as <see cref="TryHttp"/>.</summary>
    public static bool TryTcp(string address, out ProbeTarget? target, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(address);
        target = null;
        problem = null;
        var isAddress = !address.AsSpan().ContainsAny(NotInAuthority) && Uri.TryCreate($"tcp://{Fill(address, "a")}", UriKind.Absolute, out var uri)
            && uri.Host.Length > 0 && uri.Port is > 0 and <= ushort.MaxValue;
        if (isAddress) target = new ProbeTarget($"tcp://{address}");
        else problem = "is no address of a probe: write {destination}:8080, a host and a port";
        return isAddress;
    }

    /// <summary>The address of a destination's probe; null if its name cannot be put in, and then <paramref name="refusal"/> says why.</summary>
    public Uri? For(string destination, out string? refusal)
    {
        refusal = null;
        if (!_isNamed) return new Uri(_template);
        if (!IsLabel(destination))
        {
            refusal = $"the name '{destination}' cannot be put into '{_template}': it is no host label (1 to 63 of a-z, 0-9 and -, which neither begins nor ends it)";
            return null;
        }

        if (Uri.TryCreate(Fill(_template, destination), UriKind.Absolute, out var uri) && (!IsNamedHost() || uri.HostNameType == UriHostNameType.Dns)) return uri;
        refusal = $"the name '{destination}' put into '{_template}' makes no host name";
        return null;
    }

    /// <summary>How people are told of it: without a query, in which may be what is nobody's business.</summary>
    public static string Describe(Uri uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return uri.Scheme == "tcp" ? string.Create(CultureInfo.InvariantCulture, $"{uri.Host}:{uri.Port}") : uri.GetLeftPart(UriPartial.Path);
    }

    private static string Fill(string template, string name) => template.Replace(Placeholder, name, StringComparison.Ordinal);

    // The authority ends where the path begins.
    private bool IsNamedHost()
    {
        var start = _template.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = _template.AsSpan(start).IndexOfAny('/', '?');
        var authority = end < 0 ? _template.AsSpan(start) : _template.AsSpan(start, end);
        return authority.Contains(Placeholder, StringComparison.Ordinal);
    }

    private static bool IsLabel(string name)
    {
        if (name.Length is 0 or > LongestLabel || name[0] == '-' || name[^1] == '-') return false;
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '-') return false;
        }

        return true;
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace MessageLB.Core.Configuration;

/// <summary>The section <c>probe</c> of a group.</summary>
internal static class ProbeSchema
{
    private static readonly ScalarShape<StatusRange> Statuses = new("status range", Read<StatusRange>(StatusRange.TryParse), value => value.ToString())
    {
        Words = "100 to 599, one or FROM-TO",
    };

    /// <summary>A network.</summary>
    public static readonly ScalarShape<IPNetwork> Network = new("network", Read<IPNetwork>(TryNetwork), value => value.ToString());

    /// <summary>The section.</summary>
    public static Section<ProbeConfig> Section { get; } = new(new Settings<ProbeConfig>
    {
        { "kind", c => c.Kind, (c, v) => c with { Kind = v }, Scalars.Choice(("message", ProbeKind.Message), ("http", ProbeKind.Http), ("tcp", ProbeKind.Tcp)) },
        { "url", c => c.Url, (c, v) => c with { Url = v }, Scalars.Line },
        { "address", c => c.Address, (c, v) => c with { Address = v }, Scalars.Line },
        { "interval", c => c.Interval, (c, v) => c with { Interval = v }, Scalars.Time.Within("100ms", "1h") },
        { "timeout", c => c.Timeout, (c, v) => c with { Timeout = v }, Scalars.Time.Within("10ms", "1m") },
        { "fall", c => c.Fall, (c, v) => c with { Fall = v }, Scalars.Whole(1, 100) },
        { "rise", c => c.Rise, (c, v) => c with { Rise = v }, Scalars.Whole(1, 100) },
        { "jitter", c => c.Jitter, (c, v) => c with { Jitter = v }, Scalars.Percent.Within("0%", "50%") },
        { "expect", c => c.Expect, (c, v) => c with { Expect = v }, Statuses },
        { "authorization_file", c => c.AuthorizationFile, (c, v) => c with { AuthorizationFile = v }, Scalars.Line },
        { "authorization_env", c => c.AuthorizationEnv, (c, v) => c with { AuthorizationEnv = v }, Scalars.Line },
        { "allow", c => c.Allow, (c, v) => c with { Allow = v }, new ListShape<IPNetwork>(Network, default) },
    });

    private static ValueParser<T> Read<T>(TextParser<T> parse) => (string text, out T value, out Problem problem) =>
    {
        var parsed = parse(text, out value, out var rule);
        problem = new Problem(rule ?? "");
        return parsed;
    };

    private static bool TryNetwork(string? text, out IPNetwork network, [NotNullWhen(false)] out string? problem)
    {
        // Bits behind the prefix would be cut off in silence, and something else allowed than what is written.
        var isNetwork = IPNetwork.TryParse(text, out network)
            && IPAddress.TryParse(text.AsSpan(0, Math.Max(0, text?.LastIndexOf('/') ?? 0)), out var written) && network.BaseAddress.Equals(written);
        problem = isNetwork ? null : "is no network: write 10.0.0.0/8 or fd00::/8, without bits behind the prefix";
        return isNetwork;
    }
}

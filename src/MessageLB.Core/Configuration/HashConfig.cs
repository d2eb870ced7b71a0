using MessageLB.Core.Hashing;

namespace MessageLB.Core.Configuration;

/// <summary>What <c>consistent_hash</c> goes by.</summary>
public sealed record HashConfig
{
    /// <summary>Default of <see cref="Bound"/>.</summary>
    public const double DefaultBound = 1.25;

    /// <summary>Largest <see cref="Bound"/>.</summary>
    public const double WidestBound = 100;

    /// <summary>Where the key of a message is. Default the header <c>messagelb-key</c>.</summary>
    public KeySource Key { get; init; } = KeySource.Default;

    /// <summary>
    /// Most in flight at a destination, relative to its share by weight; what is more goes elsewhere. <value>1 to 100, default 1.25.</value>
    /// </summary>
    public double Bound { get; init; } = DefaultBound;

    /// <summary>
    /// Whether a message waits for its key's own destination instead of going elsewhere while that one has no credit. Default false.
    /// </summary>
    public bool Strict { get; init; }
}

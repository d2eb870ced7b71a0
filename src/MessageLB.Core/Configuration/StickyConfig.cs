using MessageLB.Core.Hashing;

namespace MessageLB.Core.Configuration;

/// <summary>Messages with the same key go to the same destination.</summary>
public sealed record StickyConfig
{
    /// <summary>Default of <see cref="Wait"/>.</summary>
    public static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(5);

    /// <summary>Default of <see cref="TimeToLive"/>.</summary>
    public static readonly TimeSpan DefaultTimeToLive = TimeSpan.FromMinutes(30);

    /// <summary>Default of <see cref="Keys"/>.</summary>
    public const int DefaultKeys = 100_000;

    /// <summary>The key. Default <c>header:messagelb-key</c>.</summary>
    public KeySource Key { get; init; } = KeySource.Default;

    /// <summary>When the destination is not there, or has no credit. Default <see cref="StickyFailure.Redistribute"/>.</summary>
    public StickyFailure OnFailure { get; init; }

    /// <summary>Longest wait with <see cref="StickyFailure.Wait"/>. <value>1 ms to 10 min, default 5 s.</value></summary>
    public TimeSpan Wait { get; init; } = DefaultWait;

    /// <summary>How long a key is remembered after its last message. <value>1 s to 7 d, default 30 min.</value></summary>
    public TimeSpan TimeToLive { get; init; } = DefaultTimeToLive;

    /// <summary>Most keys remembered; the one used the longest time ago is forgotten. <value>1 to 10,000,000, default 100,000.</value></summary>
    public int Keys { get; init; } = DefaultKeys;
}

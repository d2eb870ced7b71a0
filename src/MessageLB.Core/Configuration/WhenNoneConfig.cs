namespace MessageLB.Core.Configuration;

/// <summary>What becomes of a group's messages while nobody is available, and no group to fall back to has anybody either.</summary>
public sealed record WhenNoneConfig
{
    /// <summary>Default of <see cref="After"/>.</summary>
    public static readonly TimeSpan DefaultAfter = TimeSpan.FromMinutes(5);

    /// <summary>What. Default <see cref="NobodyAction.Hold"/>.</summary>
    public NobodyAction Action { get; init; }

    /// <summary>
    /// How long a message must have waited, while nobody was available, to become a dead letter.
    /// <value>1 s to 20 min, default 5 min. Longer would meet the broker's consumer timeout of 30 minutes; a message's own <c>expiration</c> has no such bound.</value>
    /// </summary>
    public TimeSpan After { get; init; } = DefaultAfter;
}

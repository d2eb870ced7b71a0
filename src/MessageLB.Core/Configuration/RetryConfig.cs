namespace MessageLB.Core.Configuration;

/// <summary>
/// How often a message that failed is tried, and how long it waits before: the n-th wait is <see cref="Delay"/> × <see cref="Factor"/> to the
/// power of n − 1, at most <see cref="MaxDelay"/>, and a random part of <see cref="Jitter"/> shorter, so that what failed together does not
/// come back together.
/// </summary>
public sealed record RetryConfig
{
    /// <summary>Default of <see cref="MaxAttempts"/>.</summary>
    public const int DefaultMaxAttempts = 5;

    /// <summary>Largest <see cref="MaxAttempts"/>: what the header <c>messagelb-attempt</c> is believed to.</summary>
    public const int MostAttempts = 1000;

    /// <summary>Default of <see cref="QuarantineAfter"/>.</summary>
    public const int DefaultQuarantineAfter = 5;

    /// <summary>Default of <see cref="Factor"/>.</summary>
    public const double DefaultFactor = 2;

    /// <summary>Default of <see cref="Jitter"/>.</summary>
    public const double DefaultJitter = 0.5;

    /// <summary>Default of <see cref="Delay"/>.</summary>
    public static readonly TimeSpan DefaultDelay = TimeSpan.FromSeconds(1);

    /// <summary>Default of <see cref="MaxDelay"/>.</summary>
    public static readonly TimeSpan DefaultMaxDelay = TimeSpan.FromMinutes(5);

    /// <summary>Attempts until the message becomes a dead letter, the first one included. <value>1 to 1,000, default 5.</value></summary>
    public int MaxAttempts { get; init; } = DefaultMaxAttempts;

    /// <summary>Wait before the second attempt. <value>0 to 1 d, default 1 s; 0: none at all.</value></summary>
    public TimeSpan Delay { get; init; } = DefaultDelay;

    /// <summary>By how much each wait is longer than the one before. <value>1 to 100, default 2.</value></summary>
    public double Factor { get; init; } = DefaultFactor;

    /// <summary>Longest wait, but never below <see cref="Delay"/>. <value>0 to 7 d, default 5 min.</value></summary>
    public TimeSpan MaxDelay { get; init; } = DefaultMaxDelay;

    /// <summary>Share of a wait that is random. <value>0 to 1, default 0.5.</value></summary>
    public double Jitter { get; init; } = DefaultJitter;

    /// <summary>
    /// Workers that die with a message in hand, one after the other, until it becomes a dead letter instead of killing another one.
    /// <value>0 to 1,000, default 5; 0: never.</value>
    /// </summary>
    public int QuarantineAfter { get; init; } = DefaultQuarantineAfter;

    /// <summary>What is different for some errors; the first rule that names a message's error decides.</summary>
    public IReadOnlyList<RetryErrorConfig> Errors { get; init; } = [];

    /// <summary>What is in force for an error: the rule that names it, with what it leaves open taken from here.</summary>
    /// <param name="kind">Kind of the error; null if it has none.</param>
    public RetryConfig For(string? kind)
    {
        foreach (var rule in Errors)
        {
            if (rule.Names(kind)) return rule.Over(this);
        }

        return this;
    }
}

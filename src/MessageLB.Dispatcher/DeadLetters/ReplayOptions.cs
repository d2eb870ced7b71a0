using MessageLB.Core.DeadLetters;

namespace MessageLB.Dispatcher.DeadLetters;

/// <summary>What is replayed, and how carefully.</summary>
public sealed record ReplayOptions
{
    /// <summary>Longest <see cref="CanaryWait"/>. What a replay holds must not outlast the broker's time limit for consumers.</summary>
    public static readonly TimeSpan LongestCanaryWait = TimeSpan.FromMinutes(10);

    /// <summary>Which dead letters.</summary>
    public DeadLetterFilter Filter { get; init; } = DeadLetterFilter.All;

    /// <summary>Most messages to replay. <value>1 or more, default no limit.</value></summary>
    public long Most { get; init; } = long.MaxValue;

    /// <summary>Messages per second. <value>0 or more, default 0: as fast as possible.</value></summary>
    public double PerSecond { get; init; }

    /// <summary>Messages that go ahead; the rest follows if none of them is a dead letter again after <see cref="CanaryWait"/>. <value>0 or more, default 0.</value></summary>
    public int Canary { get; init; }

    /// <summary>How long the rest waits for the first. <value>0 to 10 min, default 10 s.</value></summary>
    public TimeSpan CanaryWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Stop when so many of the replayed messages have become dead letters again. <value>1 or more, default 10; null never stops.</value></summary>
    public long? StopAfter { get; init; } = 10;
}

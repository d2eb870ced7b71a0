namespace MessageLB.CommandLine.Commands.Bench.Failover;

/// <summary>What is measured.</summary>
/// <param name="Rounds">How often the fault is done.</param>
/// <param name="Workers">Worker processes; with tiers, in each of the two.</param>
/// <param name="Concurrency">Messages that each handles at the same time.</param>
/// <param name="Work">How long a message takes.</param>
/// <param name="Load">Part of the capacity of all workers that arrives; with tiers, of one of them.</param>
/// <param name="Timeout">Longest wait for a worker, and for the last message.</param>
internal sealed record FailoverOptions(int Rounds, int Workers, int Concurrency, TimeSpan Work, double Load, TimeSpan Timeout)
{
    public const int DefaultRounds = 20;
    public const int DefaultWorkers = 3;
    public const int DefaultConcurrency = 4;
    public const double DefaultLoad = 0.5;
    public static readonly TimeSpan DefaultWork = TimeSpan.FromMilliseconds(10);
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan DefaultStopFor = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan DefaultLimit = TimeSpan.FromSeconds(1);

    /// <summary>How long a worker stands still.</summary>
    public TimeSpan StopFor { get; init; } = DefaultStopFor;

    /// <summary>Longest time for one message, for handlers that never end.</summary>
    public TimeSpan HandlerLimit { get; init; } = DefaultLimit;

    /// <summary>Messages per second that arrive.</summary>
    public double Rate => Load * Workers * Concurrency / Work.TotalSeconds;
}

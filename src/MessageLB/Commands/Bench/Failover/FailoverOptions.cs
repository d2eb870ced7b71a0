namespace MessageLB.CommandLine.Commands.Bench.Failover;

/// <summary>What is measured.</summary>
/// <param name="Rounds">How often a worker is killed.</param>
/// <param name="Workers">Worker processes.</param>
/// <param name="Concurrency">Messages that each handles at the same time.</param>
/// <param name="Work">How long a message takes.</param>
/// <param name="Load">Part of the capacity of all workers that arrives.</param>
/// <param name="Timeout">Longest wait for a worker, and for the last message of a dead one.</param>
internal sealed record FailoverOptions(int Rounds, int Workers, int Concurrency, TimeSpan Work, double Load, TimeSpan Timeout)
{
    public const int DefaultRounds = 20;
    public const int DefaultWorkers = 3;
    public const int DefaultConcurrency = 4;
    public const double DefaultLoad = 0.5;
    public static readonly TimeSpan DefaultWork = TimeSpan.FromMilliseconds(10);
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Messages per second that arrive.</summary>
    public double Rate => Load * Workers * Concurrency / Work.TotalSeconds;
}

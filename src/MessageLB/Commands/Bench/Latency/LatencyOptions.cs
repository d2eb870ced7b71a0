using MessageLB.Core.Configuration;
using MessageLB.Worker.Sample;

namespace MessageLB.CommandLine.Commands.Bench.Latency;

/// <summary>What is measured.</summary>
internal sealed record LatencyOptions
{
    public const int DefaultConcurrency = 4;
    public const int DefaultRounds = 5;
    public const int DefaultSize = BenchSource.DefaultSize;
    public const double DefaultLoad = 0.7;
    public static readonly IReadOnlyList<double> DefaultSpeeds = [2, 1, 1, 0.5];
    public static readonly TimeSpan DefaultDuration = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan DefaultWarmUp = TimeSpan.FromSeconds(3);
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Speed of each worker.</summary>
    public required IReadOnlyList<double> Speeds { get; init; }

    /// <summary>Messages that each worker handles at the same time.</summary>
    public required int Concurrency { get; init; }

    /// <summary>How long a message takes at speed 1.</summary>
    public required WorkDistribution Work { get; init; }

    /// <summary>Part of the capacity that arrives.</summary>
    public required double Load { get; init; }

    /// <summary>How often every shape is measured.</summary>
    public required int Rounds { get; init; }

    /// <summary>Time of arrivals that is measured, each shape and round.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Time of arrivals before that, which is not.</summary>
    public required TimeSpan WarmUp { get; init; }

    /// <summary>Longest wait for workers, and for the last completion after the last arrival.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Prefetches of competing consumers, at least one; the first is what everything is compared with.</summary>
    public required IReadOnlyList<int> Prefetches { get; init; }

    /// <summary>Policies to measure.</summary>
    public required IReadOnlyList<string> Policies { get; init; }

    /// <summary>Windows of the destinations.</summary>
    public required WindowConfig Window { get; init; }

    /// <summary>Size of a body in bytes.</summary>
    public required int Size { get; init; }

    /// <summary>Seed of arrivals and work; each round has its own from it.</summary>
    public required int Seed { get; init; }

    /// <summary>Messages per second that the workers can do together, at best.</summary>
    public double Capacity => Speeds.Sum() * Concurrency / Work.Mean.TotalSeconds;

    /// <summary>Messages per second that arrive.</summary>
    public double Rate => Load * Capacity;
}

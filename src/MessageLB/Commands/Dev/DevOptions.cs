using MessageLB.Core.Configuration;
using MessageLB.Worker.Sample;

namespace MessageLB.CommandLine.Commands.Dev;

/// <summary>What a run is to do.</summary>
internal sealed record DevOptions
{
    public const int DefaultConcurrency = 4;
    public const double DefaultRate = 2000;
    public const int DefaultMessages = 20_000;
    public const int DefaultSize = 256;
    public static readonly TimeSpan DefaultDuration = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Workers, at least one.</summary>
    public required IReadOnlyList<DevWorker> Workers { get; init; }

    /// <summary>Messages that each worker handles at the same time.</summary>
    public required int Concurrency { get; init; }

    /// <summary>How long a message takes at speed 1.</summary>
    public required WorkDistribution Work { get; init; }

    /// <summary>When the first worker becomes slower; null: never.</summary>
    public SlowDown? SlowDown { get; init; }

    /// <summary>Time between two adjustments of weights; null: they stay.</summary>
    public TimeSpan? Adjust { get; init; }

    /// <summary>Most in flight at each worker.</summary>
    public WindowConfig Window { get; init; } = WindowConfig.Auto;

    /// <summary>Messages per second; 0 for as fast as possible.</summary>
    public required double Rate { get; init; }

    /// <summary>Messages to publish; null: until <see cref="Duration"/>.</summary>
    public required long? Messages { get; init; }

    /// <summary>Time to publish; null: until <see cref="Messages"/>.</summary>
    public required TimeSpan? Duration { get; init; }

    /// <summary>Routing policy.</summary>
    public required string Policy { get; init; }

    /// <summary>Size of a body in bytes.</summary>
    public required int Size { get; init; }

    /// <summary>Address of RabbitMQ; null for the embedded transport.</summary>
    public required ClusterAddress? Broker { get; init; }

    /// <summary>Longest time without progress.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Seed of the work's times.</summary>
    public required int Seed { get; init; }

    /// <summary>Whether only the summary is written, as JSON.</summary>
    public required bool Json { get; init; }
}

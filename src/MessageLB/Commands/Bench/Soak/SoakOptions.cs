using MessageLB.Core.Configuration;

namespace MessageLB.CommandLine.Commands.Bench.Soak;

/// <summary>What is done.</summary>
/// <param name="Duration">How long.</param>
/// <param name="Faults">Whether faults are done meanwhile.</param>
/// <param name="Seed">Seed of the faults.</param>
/// <param name="Workers">Worker processes.</param>
/// <param name="Concurrency">Messages that each handles at the same time.</param>
/// <param name="Work">How long a message takes.</param>
/// <param name="Load">Part of the capacity of all workers that arrives.</param>
/// <param name="Timeout">Longest wait for a process, and for the last message.</param>
/// <param name="Delivery">When the group's ingress messages are acknowledged.</param>
internal sealed record SoakOptions(TimeSpan Duration, bool Faults, int Seed, int Workers, int Concurrency, TimeSpan Work, double Load, TimeSpan Timeout, DeliveryMode Delivery)
{
    public const int DefaultWorkers = 3;
    public const int DefaultConcurrency = 4;
    public const double DefaultLoad = 0.3;
    public const int DefaultSeed = 1;
    public static readonly TimeSpan DefaultDuration = TimeSpan.FromMinutes(10);
    public static readonly TimeSpan DefaultWork = TimeSpan.FromMilliseconds(10);
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(1);

    /// <summary>Longest wait for a result: far above the work, and short enough for a message whose result is lost to be done before <see cref="Timeout"/>.</summary>
    public static readonly TimeSpan HoldLimit = TimeSpan.FromSeconds(20);

    /// <summary>Time that the memory is not looked at: a quarter of the whole.</summary>
    public TimeSpan WarmUp => Duration / 4;

    /// <summary>Time between two looks at the memory: a full collection each time, so not oftener than once a second, and some ninety in a long run.</summary>
    public TimeSpan BetweenSamples => TimeSpan.FromSeconds(Math.Max(1, Duration.TotalSeconds / 120));
}

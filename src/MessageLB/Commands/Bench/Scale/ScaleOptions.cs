namespace MessageLB.CommandLine.Commands.Bench.Scale;

/// <summary>What is measured.</summary>
internal sealed record ScaleOptions
{
    public const int DefaultDestinations = 10_000;
    public const int DefaultGroups = 1;
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan DefaultDuration = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(2);

    /// <summary>Destinations, of all groups together.</summary>
    public required int Destinations { get; init; }

    /// <summary>Groups that they are dealt out to.</summary>
    public required int Groups { get; init; }

    /// <summary>Time between two heartbeats of a destination.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>How long the dispatcher is measured after it knows all of them.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Messages that wait at ingress before the dispatcher starts.</summary>
    public required int Waiting { get; init; }

    /// <summary>Whether each destination has a queue at the broker.</summary>
    public required bool Queues { get; init; }

    /// <summary>Whether each destination holds a presence token at the broker.</summary>
    public required bool Presence { get; init; }

    /// <summary>Whether the dispatcher is started a second time.</summary>
    public required bool Restart { get; init; }

    /// <summary>Longest time until the dispatcher knows all destinations.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Heartbeats per second, of all destinations together.</summary>
    public double Rate => Destinations / Interval.TotalSeconds;
}

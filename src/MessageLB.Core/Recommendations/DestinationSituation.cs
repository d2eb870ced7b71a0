using MessageLB.Core.Configuration;

namespace MessageLB.Core.Recommendations;

/// <summary>What is known of a destination that improvements can be judged by. Counters are of <see cref="Over"/>. Immutable.</summary>
public sealed record DestinationSituation
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it gets messages now: it works, and is in the tier that does.</summary>
    public bool IsChosen { get; init; }

    /// <summary>Why it does not; null if it does, or nobody says.</summary>
    public string? Reason { get; init; }

    /// <summary>Messages that it handles at the same time, all its instances together; 0 if unknown.</summary>
    public int Concurrency { get; init; }

    /// <summary>Worker instances that are alive.</summary>
    public int Instances { get; init; } = 1;

    /// <summary>Configured weight, or the one that its workers ask for.</summary>
    public int Weight { get; init; } = DestinationConfig.DefaultWeight;

    /// <summary>Whether its workers ask for that weight, so that a configured one would not count.</summary>
    public bool IsWeightOfWorker { get; init; }

    /// <summary>What dynamic adjustment multiplies the weight by. <value>1/8 to 4.</value></summary>
    public double WeightFactor { get; init; } = 1;

    /// <summary>Its own window; null takes the group's.</summary>
    public WindowConfig? Window { get; init; }

    /// <summary>Most in-flight that its workers want; 0 leaves it to the dispatcher.</summary>
    public int WorkerLimit { get; init; }

    /// <summary>Most in-flight now.</summary>
    public int WindowNow { get; init; }

    /// <summary>Cost of a message.</summary>
    public double Cost { get; init; } = DestinationConfig.DefaultCost;

    /// <summary>Length of the stretch that was measured here.</summary>
    public TimeSpan Over { get; init; }

    /// <summary>Messages done or failed.</summary>
    public long Settled { get; init; }

    /// <summary>Messages that failed.</summary>
    public long Failed { get; init; }

    /// <summary>Sum of the handling times of settled messages, in seconds.</summary>
    public double BusySeconds { get; init; }

    /// <summary>Sum over time of the messages in flight here, in seconds; 0 if it was not measured.</summary>
    public double InFlightSeconds { get; init; }

    /// <summary>Estimate of the service time that picks go by, in seconds; 0 if unknown.</summary>
    public double ServiceSeconds { get; init; }

    /// <summary>How old completions are when the dispatcher hears of them, in seconds.</summary>
    public double FeedbackSeconds { get; init; }

    /// <summary>Median handling time as the workers report it, in seconds; null if unknown.</summary>
    public double? ServiceP50Seconds { get; init; }

    /// <summary>99th percentile of it; null if unknown.</summary>
    public double? ServiceP99Seconds { get; init; }

    /// <summary>Mean service time in seconds: counted where enough was, else the estimate; null if unknown.</summary>
    public double? MeanServiceSeconds =>
        Settled >= RecommendationRules.LeastOfOne && BusySeconds > 0 ? BusySeconds / Settled : ServiceSeconds > 0 ? ServiceSeconds : null;

    /// <summary>Messages per second that it could do with all hands busy; 0 if unknown.</summary>
    public double Capacity => MeanServiceSeconds is { } service ? Concurrency / service : 0;

    /// <summary>Part of its hands that was busy; 0 if unknown.</summary>
    public double Utilisation => Concurrency > 0 && Over > TimeSpan.Zero ? BusySeconds / (Concurrency * Over.TotalSeconds) : 0;

    /// <summary>Part of the settled messages that failed.</summary>
    public double ErrorRate => Settled > 0 ? (double)Failed / Settled : 0;

    /// <summary>Weight in force.</summary>
    public double WeightInForce => Weight * WeightFactor;
}

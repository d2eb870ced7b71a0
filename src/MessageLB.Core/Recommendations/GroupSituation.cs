using System.Globalization;
using MessageLB.Core.Configuration;

namespace MessageLB.Core.Recommendations;

/// <summary>What is known of a group that improvements can be judged by: how it is set up, and what was measured over a stretch of time. Immutable.</summary>
public sealed record GroupSituation
{
    /// <summary>Name of the group.</summary>
    public required string Group { get; init; }

    /// <summary>Name of the routing policy, aliases resolved.</summary>
    public required string Policy { get; init; }

    /// <summary>Window of destinations that have none of their own.</summary>
    public WindowConfig Window { get; init; } = WindowConfig.Auto;

    /// <summary>Whether dynamic adjustment moves the weights.</summary>
    public bool Adjusts { get; init; }

    /// <summary>Response time that <c>cost_aware</c> keeps to.</summary>
    public TimeSpan Objective { get; init; } = GroupConfig.Default.Objective;

    /// <summary>Length of the stretch that was measured.</summary>
    public TimeSpan Over { get; init; }

    /// <summary>Messages done or failed in it, at destinations that are gone too.</summary>
    public long Settled { get; init; }

    /// <summary>Mean time from a hand-over to the broker's confirm.</summary>
    public TimeSpan HandOver { get; init; }

    /// <summary>Dispatchers that hand over to the group's destinations. <value>1 or more.</value></summary>
    public int Dispatchers { get; init; } = 1;

    /// <summary>Messages that wait in the ingress queue now; null if unknown.</summary>
    public long? IngressReady { get; init; }

    /// <summary>Messages per second by which those that wait become more; 0 if they do not, or nobody has looked twice.</summary>
    public double BacklogGrowth { get; init; }

    /// <summary>Settings of the group that matter for where messages go or when, and that the simulator does not know.</summary>
    public IReadOnlyList<string> NotSimulated { get; init; } = [];

    /// <summary>The destinations, in the order of their names.</summary>
    public IReadOnlyList<DestinationSituation> Destinations { get; init; } = [];

    /// <summary>Those that get messages now and say how many they handle at a time: what can be judged.</summary>
    public IReadOnlyList<DestinationSituation> Working => [.. Destinations.Where(d => d is { IsChosen: true, Concurrency: > 0 } && d.MeanServiceSeconds is not null)];

    /// <summary>Messages per second that arrive: those that are settled, and those that the backlog grows by.</summary>
    public double ArrivalRate => Over > TimeSpan.Zero ? (Settled / Over.TotalSeconds) + Math.Max(0, BacklogGrowth) : 0;

    /// <summary>Messages per second that <see cref="Working"/> could do with all hands busy.</summary>
    public double Capacity => Working.Sum(d => d.Capacity);

    /// <summary>Part of that which arrives. Above 1 the backlog grows.</summary>
    public double Load => Capacity is > 0 and var capacity ? ArrivalRate / capacity : 0;

    /// <summary>
    /// Part of the way to the workers and of the age of news that can be true, 0 to 1: what messages were in flight beyond their service, by Little's law, is
    /// the most that both together can have been. A message may be at its worker before it is confirmed, and the age of news is that of the oldest completion in
    /// a report.
    /// </summary>
    public double CredibleDelays
    {
        get
        {
            var (inFlight, service, loop) = (0.0, 0.0, 0.0);
            foreach (var one in Working)
            {
                if (one is not { Settled: > 0, InFlightSeconds: > 0 }) continue;
                inFlight += one.InFlightSeconds;
                service += one.BusySeconds;
                loop += one.Settled * (one.FeedbackSeconds + HandOver.TotalSeconds);
            }

            return loop > 0 ? Math.Clamp((inFlight - service) / loop, 0, 1) : 1;
        }
    }

    /// <summary>Why nothing can be said yet; null if something can.</summary>
    public string? Unclear
    {
        get
        {
            if (Destinations.Count == 0) return "the group has no destinations";
            if (Over < RecommendationRules.LeastOver || Settled < RecommendationRules.LeastMessages)
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Settled:N0} messages in {Over.TotalSeconds:0} s are too few: it takes {RecommendationRules.LeastMessages} in {RecommendationRules.LeastOver.TotalSeconds:0} s or more");
            }

            if (Destinations.FirstOrDefault(d => d is { IsChosen: true, Concurrency: 0 }) is { } silent)
            {
                return $"'{silent.Name}' sends no heartbeats (level 0), so nobody knows how long its messages take and how many it handles at a time";
            }

            return Working.Count == 0 ? "no destination gets messages and reports how long they take" : null;
        }
    }
}

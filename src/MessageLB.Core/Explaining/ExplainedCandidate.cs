namespace MessageLB.Core.Explaining;

/// <summary>A destination that could have got the message, as it stood before credit was taken.</summary>
/// <param name="Name">Name.</param>
/// <param name="Score">What the policy goes by, smaller comes first; null if the policy has no such figure.</param>
/// <param name="InFlight">Messages in flight there.</param>
/// <param name="Window">Most in flight.</param>
/// <param name="Weight">Weight.</param>
/// <param name="Concurrency">Messages handled at the same time; 0 if unknown.</param>
/// <param name="ServiceTime">Service time that picks reckon with, of the message's kind where workers tell kinds apart; null if unknown.</param>
/// <param name="IsMeasured">Whether that is its own; false for the median of its peers.</param>
/// <param name="Expected">Time in which one more message is expected to be finished there; null if the service time is unknown.</param>
public sealed record ExplainedCandidate(
    string Name,
    double? Score,
    int InFlight,
    int Window,
    double Weight,
    int Concurrency,
    TimeSpan? ServiceTime,
    bool IsMeasured,
    TimeSpan? Expected);

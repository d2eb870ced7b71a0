using MessageLB.Core.Explaining;

namespace MessageLB.Web.Explaining;

/// <summary>A destination that could have got the message, as it stood before credit was taken. Times are in milliseconds.</summary>
/// <param name="Name">Name.</param>
/// <param name="Score">What the policy goes by, smaller comes first; null if it has no such figure.</param>
/// <param name="InFlight">Messages in flight there.</param>
/// <param name="Window">Most in flight.</param>
/// <param name="Weight">Weight.</param>
/// <param name="Concurrency">Messages handled at the same time; 0 if unknown.</param>
/// <param name="ServiceTimeMs">Service time that picks reckon with; null if unknown.</param>
/// <param name="Measured">Whether that is its own; false for the median of its peers.</param>
/// <param name="ExpectedMs">Time in which one more message is expected to be finished there; null if unknown.</param>
public sealed record CandidateResponse(
    string Name,
    double? Score,
    int InFlight,
    int Window,
    double Weight,
    int Concurrency,
    double? ServiceTimeMs,
    bool Measured,
    double? ExpectedMs)
{
    internal static CandidateResponse From(ExplainedCandidate candidate) => new(
        candidate.Name,
        candidate.Score,
        candidate.InFlight,
        candidate.Window,
        Math.Round(candidate.Weight, 2),
        candidate.Concurrency,
        DecisionResponse.Milliseconds(candidate.ServiceTime),
        candidate.IsMeasured,
        DecisionResponse.Milliseconds(candidate.Expected));
}

using MessageLB.Core.Adjustment;

namespace MessageLB.Web.Adjustment;

/// <summary>The weights of a group, and how they were adjusted lately.</summary>
/// <param name="Group">Its name.</param>
/// <param name="Active">Whether they are adjusted.</param>
/// <param name="Inactive">Why they are not; null if they are.</param>
/// <param name="IntervalS">Seconds between two adjustments.</param>
/// <param name="Weights">The weights, in the order of the destinations' names.</param>
/// <param name="Adjustments">The latest adjustments, the newest first; at most 200.</param>
public sealed record GroupAdjustmentsResponse(
    string Group, bool Active, string? Inactive, double IntervalS, IReadOnlyList<WeightResponse> Weights, IReadOnlyList<AdjustmentResponse> Adjustments)
{
    /// <summary>Copies what the dispatcher tells.</summary>
    public static GroupAdjustmentsResponse From(GroupAdjustments group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return new GroupAdjustmentsResponse(
            group.Group,
            group.IsActive,
            group.Inactive,
            group.Interval.TotalSeconds,
            [.. group.Weights.Select(w => new WeightResponse(w.Destination, w.Configured, Math.Round(w.Effective, 2), Math.Round(w.Factor, 4), w.IsLearned))],
            [.. group.Recent.Select(one => AdjustmentResponse.Read(one, group.Now))]);
    }
}

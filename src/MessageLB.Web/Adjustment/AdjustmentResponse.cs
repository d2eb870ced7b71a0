using MessageLB.Core.Adjustment;

namespace MessageLB.Web.Adjustment;

/// <summary>An adjustment of a destination's weight.</summary>
/// <param name="Destination">Its name.</param>
/// <param name="AgoS">Seconds since then, without those in which the dispatcher did not attend.</param>
/// <param name="Configured">Its configured weight.</param>
/// <param name="From">Effective weight before.</param>
/// <param name="To">Effective weight from then on.</param>
/// <param name="Cause"><c>performance</c>, <c>health</c>, <c>doubt</c>, <c>silence</c>, <c>learned</c>, <c>reset</c> or <c>off</c>.</param>
/// <param name="Relative">What it can do for its configured weight, relative to the middle of the group; null where nothing was measured.</param>
/// <param name="Health">Mean health score; null where nothing was measured.</param>
/// <param name="ServiceTimeMs">Service time that it was judged by; null where nothing was measured.</param>
/// <param name="Concurrency">Hands that it was judged by; null where nothing was measured.</param>
/// <param name="Messages">Messages that it was judged by; 0 where nothing was measured.</param>
/// <param name="Reason">Why, for a person.</param>
public sealed record AdjustmentResponse(
    string Destination,
    double AgoS,
    int Configured,
    double From,
    double To,
    string Cause,
    double? Relative,
    double? Health,
    double? ServiceTimeMs,
    int? Concurrency,
    long Messages,
    string Reason)
{
    private const int Digits = 4;

    /// <summary>Copies what the dispatcher tells.</summary>
    /// <param name="one">The adjustment.</param>
    /// <param name="now">The time on its clock.</param>
    internal static AdjustmentResponse Read(LoadAdjustment one, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(one);
        var isMeasured = one.Messages > 0;
        return new AdjustmentResponse(
            one.Destination,
            Math.Round((now - one.At).TotalSeconds, 1),
            one.Configured,
            Math.Round(one.From, 2),
            Math.Round(one.To, 2),
            one.Cause.ToString().ToLowerInvariant(),
            isMeasured ? Math.Round(one.Relative, Digits) : null,
            isMeasured ? Math.Round(one.Health, Digits) : null,
            isMeasured ? Math.Round(one.ServiceSeconds * 1000, Digits) : null,
            isMeasured ? one.Concurrency : null,
            one.Messages,
            one.Reason);
    }
}

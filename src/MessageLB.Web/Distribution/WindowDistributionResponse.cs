using MessageLB.Core.Distribution;

namespace MessageLB.Web.Distribution;

/// <summary>Who got what over a sliding window.</summary>
/// <param name="WindowS">Its length in seconds.</param>
/// <param name="OverS">Seconds that the figures are of: fewer after a start.</param>
/// <param name="Handed">Messages handed over in it.</param>
/// <param name="Compared">Those of them that an expectation is for.</param>
/// <param name="Fairness">1 if everybody got what it should; 1/n if one of n got everything; null without an expectation.</param>
/// <param name="Imbalance">Part of the messages that would have to go elsewhere; null without an expectation.</param>
/// <param name="ImbalanceOverTime">The same for each twelfth of the window, the oldest first.</param>
/// <param name="FailedOver">Part of the messages that a lower failover tier got.</param>
/// <param name="PredictionError">By how much predicted handling times were off, as a part of those measured; null if none were predicted.</param>
/// <param name="Destinations">Each destination.</param>
public sealed record WindowDistributionResponse(
    double WindowS,
    double OverS,
    long Handed,
    long Compared,
    double? Fairness,
    double? Imbalance,
    IReadOnlyList<double?> ImbalanceOverTime,
    double FailedOver,
    double? PredictionError,
    IReadOnlyList<DestinationShareResponse> Destinations)
{
    /// <summary>Copies what the dispatcher tells.</summary>
    public static WindowDistributionResponse From(WindowDistribution window)
    {
        ArgumentNullException.ThrowIfNull(window);
        return new WindowDistributionResponse(
            window.Window.TotalSeconds,
            Math.Round(window.Over.TotalSeconds, 1),
            window.Handed,
            window.Compared,
            DestinationShareResponse.Round(window.Fairness),
            DestinationShareResponse.Round(window.Imbalance),
            [.. window.ImbalanceOverTime.Select(DestinationShareResponse.Round)],
            Math.Round(window.FailedOver, 4),
            DestinationShareResponse.Round(window.PredictionError),
            [.. window.Destinations.Select(DestinationShareResponse.From)]);
    }
}

namespace MessageLB.Core.Distribution;

/// <summary>Who got what over a sliding window.</summary>
/// <param name="Window">Length of the window.</param>
/// <param name="Over">How long the figures are of: less than the window after a start, and up to a twelfth less at any time.</param>
/// <param name="Handed">Messages handed over to the destinations that are there.</param>
/// <param name="Compared">Those of them that an expectation is for.</param>
/// <param name="Fairness">Index of Jain over what each got for each message that it should have got; null without an expectation. <value>1 is fair, 1/n is everything to one.</value></param>
/// <param name="Imbalance">Part of the messages that would have to go elsewhere for the expected shares; null without an expectation. <value>0 to 1.</value></param>
/// <param name="ImbalanceOverTime">The same for each twelfth of the window, the oldest first; null where nothing was compared.</param>
/// <param name="FailedOver">Part of the messages that a lower failover tier got. <value>0 to 1.</value></param>
/// <param name="PredictionError">By how much predicted handling times were off, as a part of those measured; null if nothing was predicted.</param>
/// <param name="Destinations">Each destination that is there, in the order of their names.</param>
public sealed record WindowDistribution(
    TimeSpan Window,
    TimeSpan Over,
    long Handed,
    long Compared,
    double? Fairness,
    double? Imbalance,
    IReadOnlyList<double?> ImbalanceOverTime,
    double FailedOver,
    double? PredictionError,
    IReadOnlyList<DestinationShare> Destinations);

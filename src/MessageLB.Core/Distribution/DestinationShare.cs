namespace MessageLB.Core.Distribution;

/// <summary>Which part of a group's messages went to a destination.</summary>
/// <param name="Destination">Its name.</param>
/// <param name="Handed">Messages handed over to it.</param>
/// <param name="Actual">Its part of all that were handed over. <value>0 to 1.</value></param>
/// <param name="Compared">As <paramref name="Actual"/>, of those that an expectation is for; null if there are none.</param>
/// <param name="Expected">What that part should be; null if the policy lets expect none, or nothing is to be compared.</param>
/// <param name="Band">Where that part is as far as chance lets tell; null where <paramref name="Expected"/> is.</param>
/// <param name="IsSkewed">Whether it differs from what is expected by more than chance, and by more than is worth a word.</param>
public sealed record DestinationShare(string Destination, long Handed, double Actual, double? Compared, double? Expected, ShareBand? Band, bool IsSkewed);

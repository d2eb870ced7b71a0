using MessageLB.Core.Distribution;

namespace MessageLB.Web.Distribution;

/// <summary>What a destination got.</summary>
/// <param name="Name">Name.</param>
/// <param name="Handed">Messages handed over to it.</param>
/// <param name="Actual">Its part of all that were handed over.</param>
/// <param name="Compared">Its part of those that an expectation is for; null if there are none.</param>
/// <param name="Expected">What that part should be; null without an expectation.</param>
/// <param name="Low">Lower end of the band that chance allows; null without an expectation.</param>
/// <param name="High">Upper end.</param>
/// <param name="Skewed">Whether it got more or less than expected, beyond chance.</param>
public sealed record DestinationShareResponse(string Name, long Handed, double Actual, double? Compared, double? Expected, double? Low, double? High, bool Skewed)
{
    private const int Digits = 4;

    /// <summary>Copies what the dispatcher tells.</summary>
    public static DestinationShareResponse From(DestinationShare share)
    {
        ArgumentNullException.ThrowIfNull(share);
        return new DestinationShareResponse(
            share.Destination, share.Handed, Math.Round(share.Actual, Digits), Round(share.Compared), Round(share.Expected), Round(share.Band?.Low), Round(share.Band?.High), share.IsSkewed);
    }

    /// <summary>Rounds as all parts of this view are rounded.</summary>
    internal static double? Round(double? value) => value is { } given ? Math.Round(given, Digits) : null;
}

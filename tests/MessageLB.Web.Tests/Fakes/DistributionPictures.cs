using MessageLB.Core.Distribution;

namespace MessageLB.Web.Tests.Fakes;

/// <summary>Who got what in two groups, with something of each kind.</summary>
internal static class DistributionPictures
{
    public static IReadOnlyList<GroupDistribution> Groups()
    {
        DestinationShare[] shares =
        [
            new("a", 750, 0.75, 0.75, 0.5, new ShareBand(0.70269, 0.79211), IsSkewed: true),
            new("b", 250, 0.25, 0.25, 0.5, new ShareBand(0.20789, 0.29731), IsSkewed: true),
        ];
        var window = new WindowDistribution(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(57.5), 1000, 1000, 0.8, 0.25, [null, 0.25], 0.125, 0.0333333, shares);
        return [new GroupDistribution("orders", "round_robin", ShareBasis.Equal, [window]), new GroupDistribution("mails", "response_time", ShareBasis.None, [])];
    }
}

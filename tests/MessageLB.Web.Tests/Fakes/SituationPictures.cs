using MessageLB.Core.Configuration;
using MessageLB.Core.Recommendations;

namespace MessageLB.Web.Tests.Fakes;

/// <summary>A group of two workers of speeds 1 : 4 with equal weights, and one of which too little was seen.</summary>
internal static class SituationPictures
{
    public static IReadOnlyList<GroupSituation> Groups(long ingressReady = 0) => [Orders(ingressReady), new GroupSituation { Group = "mails", Policy = "round_robin" }];

    public static GroupSituation Orders(long ingressReady = 0) => new()
    {
        Group = "orders",
        Policy = "weighted_round_robin",
        Window = WindowConfig.Fixed(64),
        Over = TimeSpan.FromSeconds(300),
        Settled = 60_000,
        HandOver = TimeSpan.FromMilliseconds(0.5),
        IngressReady = ingressReady,
        NotSimulated = ["priority"],
        Destinations =
        [
            Worker("a", 0.02) with { ServiceP50Seconds = 0.0125, ServiceP99Seconds = 0.08 },
            Worker("b", 0.005) with { Window = WindowConfig.Auto, WorkerLimit = 500, WeightFactor = 1, Failed = 600 },
            new DestinationSituation { Name = "c", Reason = "its worker took its leave", Instances = 0 },
        ],
    };

    /// <summary>The same with all hands full.</summary>
    public static GroupSituation Overloaded(long ingressReady)
    {
        var orders = Orders(ingressReady);
        return orders with { Settled = 300_000, Destinations = [Full(orders.Destinations[0], 60_000), Full(orders.Destinations[1], 240_000)] };
    }

    private static DestinationSituation Full(DestinationSituation worker, long settled) => worker with { Settled = settled, BusySeconds = settled * worker.ServiceSeconds };

    private static DestinationSituation Worker(string name, double seconds) => new()
    {
        Name = name,
        IsChosen = true,
        Concurrency = 4,
        Weight = 1,
        WindowNow = 64,
        Over = TimeSpan.FromSeconds(300),
        Settled = 30_000,
        BusySeconds = 30_000 * seconds,
        ServiceSeconds = seconds,
        FeedbackSeconds = 0.001,
    };
}

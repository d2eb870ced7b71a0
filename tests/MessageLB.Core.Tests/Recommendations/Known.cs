using MessageLB.Core.Recommendations;

namespace MessageLB.Core.Tests.Recommendations;

/// <summary>What is known of groups, as tests want it: five minutes of messages at destinations of known speeds.</summary>
internal static class Known
{
    public const double Seconds = 300;

    public static GroupSituation Group(double rate, params DestinationSituation[] destinations) => new()
    {
        Group = "orders",
        Policy = "weighted_round_robin",
        Over = TimeSpan.FromSeconds(Seconds),
        Settled = (long)(rate * Seconds),
        Destinations = destinations,
    };

    /// <summary>One that settled so many messages a second, each in so many milliseconds.</summary>
    public static DestinationSituation Worker(string name, double rate, double serviceMs, int concurrency = 4, int weight = 100) => new()
    {
        Name = name,
        IsChosen = true,
        Concurrency = concurrency,
        Weight = weight,
        Over = TimeSpan.FromSeconds(Seconds),
        Settled = (long)(rate * Seconds),
        BusySeconds = (long)(rate * Seconds) * serviceMs / 1000,
        ServiceSeconds = serviceMs / 1000,
    };
}

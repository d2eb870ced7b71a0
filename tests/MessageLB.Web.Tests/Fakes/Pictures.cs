using MessageLB.Core.Explaining;
using MessageLB.Core.Groups;
using MessageLB.Core.Ordering;
using MessageLB.Core.Probes;
using MessageLB.Dispatcher.Status;

namespace MessageLB.Web.Tests.Fakes;

/// <summary>A dispatcher with one group and two destinations: one that heartbeats, and one at level 0 that is lost.</summary>
internal static class Pictures
{
    public static DispatcherStatus Dispatcher() => new(
        "dispatcher-1",
        "9.8.7",
        TimeSpan.FromSeconds(61.5),
        new BrokerStatus("rabbitmq", "amqp://broker:5672/", true, null, null, 3),
        [Group()],
        120,
        4)
    {
        Dispatchers =
        [
            new PeerStatus("dispatcher-1", "ready", new DateTimeOffset(2026, 11, 26, 8, 0, 0, TimeSpan.Zero), 1, null),
            new PeerStatus("dispatcher-2", "ready", null, 2, TimeSpan.FromMilliseconds(250)),
        ],
        DispatcherMessagesAccepted = 240,
        DispatcherMessagesRejected = 1,
    };

    public static DispatcherStatus Disconnected() => Dispatcher() with
    {
        Broker = new BrokerStatus("rabbitmq", "amqp://broker:5672/", false, null, "connection refused", 3),
    };

    public static GroupStatus Group() => new(
        "orders",
        "response_time",
        ["order.#"],
        1005,
        1000,
        2,
        1,
        2,
        true,
        null,
        17,
        [Ready(), Lost()])
    {
        Rescued = 31,
        Retried = 17,
        Duplicates = 6,
        Frames = 12,
        Framed = 96,
        Buried = 4,
        Rescues = 1,
        Rules = new GroupRulesStatus(
            [new ForwardStatus("orders-eu", 40, 1, 0)],
            [new TenantStatus("other", 3, 900, 0, 0), new TenantStatus("gold", 0, 100, 7, 2)],
            new StickyStatus(60, 65, 400, 5, 9, 11))
        {
            Order = new OrderStatus(1024, 40, 3, 12, IsLearning: false, [new HotSlot(7, "a", 0.25, 2)]),
        },
    };

    public static ShadowStatus Shadow() => new(
        "least_connections",
        750,
        250,
        0,
        TimeSpan.FromSeconds(2),
        TimeSpan.FromSeconds(0.5),
        0.75,
        TimeSpan.FromMilliseconds(1.5));

    /// <summary>A message that was held and went to a; one is full, one is lost.</summary>
    public static Explanation Decision() => new()
    {
        Group = "orders",
        MessageId = "m-17",
        RoutingKey = "order.new",
        Kind = "invoice",
        Time = new DateTimeOffset(2031, 2, 3, 4, 5, 6, 789, TimeSpan.Zero),
        Policy = "response_time",
        SnapshotVersion = 3,
        Winner = "a",
        Because = "it has the smallest score",
        Held = TimeSpan.FromMilliseconds(1200),
        Shadow = "b",
        Candidates =
        [
            new ExplainedCandidate("a", 0.00005, 3, 12, 100, 4, TimeSpan.FromMilliseconds(5), true, TimeSpan.FromMilliseconds(5)),
            new ExplainedCandidate("b", 0.0002, 7, 12, 100, 4, TimeSpan.FromMilliseconds(10), false, TimeSpan.FromMilliseconds(20)),
            new ExplainedCandidate("c", null, 0, 4, 1000, 0, null, false, null),
        ],
        Excluded =
        [
            new ExcludedDestination("d", ExclusionCause.NoCredit, DestinationCondition.Ready, "12 of 12 in flight", 12, 12, 100),
            new ExcludedDestination("e", ExclusionCause.NotReady, DestinationCondition.Lost, "no heartbeat for 2.6 s (limit 2.5 s)", 2, 4, 100),
        ],
        LeftOut = 0,
    };

    private static DestinationStatus Ready() => new(
        "a",
        "ready",
        "healthy",
        "active",
        null,
        1,
        2,
        100,
        8,
        12,
        5,
        750,
        740,
        5,
        0.75,
        TimeSpan.FromMilliseconds(5.25),
        new Dictionary<string, TimeSpan> { ["resize"] = TimeSpan.FromMilliseconds(1.125), [""] = TimeSpan.FromMilliseconds(9) },
        TimeSpan.FromMilliseconds(4),
        TimeSpan.FromMilliseconds(20.5),
        TimeSpan.FromMilliseconds(300))
    {
        ConfiguredWeight = 100,
    };

    private static DestinationStatus Lost() => new(
        "b",
        "lost",
        "unhealthy",
        "active",
        "its queue has no consumer",
        0,
        0,
        50,
        0,
        4,
        0,
        250,
        0,
        0,
        0.25,
        null,
        new Dictionary<string, TimeSpan>(),
        null,
        null,
        null)
    {
        Rescuing = true,
        ConfiguredWeight = 100,
        WeightFactor = 0.5,
        Probe = new ProbeView(ProbeState.Failing, "b:80: connection refused", TimeSpan.FromMilliseconds(1.5), Passed: 7, Failed: 3, Refused: 1, Uncounted: 2),
    };
}

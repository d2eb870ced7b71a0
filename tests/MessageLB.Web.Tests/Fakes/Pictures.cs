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
        4);

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
        Rules = new GroupRulesStatus(
            [new ForwardStatus("orders-eu", 40, 1, 0)],
            [new TenantStatus("other", 3, 900, 0, 0), new TenantStatus("gold", 0, 100, 7, 2)],
            new StickyStatus(60, 65, 400, 5, 9, 11)),
    };

    private static DestinationStatus Ready() => new(
        "a",
        "ready",
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
        TimeSpan.FromMilliseconds(300));

    private static DestinationStatus Lost() => new(
        "b",
        "lost",
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
        null);
}

using MessageLB.Core.Configuration;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Fallback;

/// <summary>What becomes of messages when nobody is left at all.</summary>
public sealed class NobodyLeftTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private static readonly GroupConfig Orders = new()
    {
        Name = "orders",
        Routes = ["orders"],
        // No rescue, whose timers would be mistaken for the one that is looked for.
        Failover = false,
        WhenNone = new WhenNoneConfig { Action = NobodyAction.DeadLetter, After = TimeSpan.FromSeconds(10) },
    };

    private static readonly string Dead = Names.DeadQueue("orders");

    [Fact]
    public async Task Group_WaitedForTheTime_IsADeadLetterThatSaysWhy()
    {
        await using var rig = await FallbackRig.StartAsync(Orders);
        rig.Pass(TimeSpan.FromSeconds(3));
        Assert.Equal("messages that have waited for 10 s become dead letters", rig.Group("orders").Fallback.Consequence);
        await rig.PublishAsync("orders", "m1");
        await FetchedAsync(rig);
        await Eventually.TrueAsync(() => ValueTask.FromResult(rig.Time.NextDue == TimeSpan.FromSeconds(10)), "its time runs", TestContext.Current.CancellationToken);

        rig.Pass(TimeSpan.FromSeconds(9.9));
        Assert.Equal(0, await rig.ReadyAsync(Dead));
        rig.Pass(Step);
        await rig.ReadyInAsync(Dead, 1);

        var letter = (await rig.TakeAsync(Dead, 1))[0];
        Assert.Equal(("m1", "body"), (letter.Properties.MessageId, letter.Text));
        Assert.Equal(
            ("nobody available", "1", "orders", "orders", Names.IngressExchange),
            (Text(letter, HeaderNames.DeadReason), Text(letter, HeaderNames.Attempt), Text(letter, HeaderNames.Group), Text(letter, HeaderNames.RoutingKey), Text(letter, HeaderNames.Exchange)));
        // 1.4 s to learn, 3 s without anybody, and its own 10 s, after 04:05:06.
        Assert.Equal("2031-02-03T04:05:20.400Z", Text(letter, HeaderNames.DeadAt));
        // Counted when the dispatcher hears of the confirm, which may be after the message is there.
        await Eventually.TrueAsync(() => ValueTask.FromResult(rig.Group("orders").Counters.Rejected == 1), "one is counted as rejected", TestContext.Current.CancellationToken);
        Assert.Equal(0, rig.Group("orders").Counters.Routed);
        Assert.Equal(0, await rig.ReadyAsync(Names.IngressQueue("orders")));
    }

    [Fact]
    public async Task Group_PublisherSaysWhen_ItCountsFromThen()
    {
        await using var rig = await FallbackRig.StartAsync(Orders);
        // Published before anybody was missed: it has waited for as long as nobody has been there, and not longer.
        var published = rig.Time.GetUtcNow().ToUnixTimeSeconds() - 3600;
        await rig.PublishAsync("orders", "m1", new MessageProperties { Timestamp = published });

        rig.Pass(TimeSpan.FromSeconds(9.9));
        await FetchedAsync(rig);
        Assert.Equal(0, await rig.ReadyAsync(Dead));

        await rig.PassUntilAsync(Dead, 1);
        Assert.InRange(rig.Group("orders").NobodyFor(), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(19.9));
    }

    [Fact]
    public async Task Group_SomebodyComesInTime_MessagesAreHandedOver()
    {
        await using var rig = await FallbackRig.StartAsync(Orders);
        rig.Pass(TimeSpan.FromSeconds(3));
        await rig.PublishAsync("orders", "m1");
        await rig.PublishAsync("orders", "m2");
        await FetchedAsync(rig);
        rig.Pass(TimeSpan.FromSeconds(9));

        await rig.JoinAsync("orders", "a");

        await rig.ReadyInAsync(Names.WorkQueue("orders", "a"), 2);
        Assert.Equal(((long?)0, 0L), (await rig.ReadyAsync(Dead), rig.Group("orders").Counters.Rejected));
    }

    [Fact]
    public async Task Group_SessionEndsWhileMessagesWait_NothingIsLost()
    {
        var rig = await FallbackRig.StartAsync(Orders);
        rig.Pass(TimeSpan.FromSeconds(3));
        await rig.PublishAsync("orders", "m1");
        await FetchedAsync(rig);

        await rig.StopAsync();

        await rig.ReadyInAsync(Names.IngressQueue("orders"), 1);
        await rig.DisposeAsync();
    }

    [Fact]
    public async Task Group_HoldsAndNobodyIsLeft_SaysSoAndFetchesNothing()
    {
        await using var rig = await FallbackRig.StartAsync(Orders with { WhenNone = new WhenNoneConfig() });
        rig.Pass(TimeSpan.FromSeconds(3));
        await rig.PublishAsync("orders", "m1");

        rig.Pass(TimeSpan.FromMinutes(10));

        Assert.Equal(1, await rig.ReadyAsync(Names.IngressQueue("orders")));
        Assert.Equal(["Nobody is left in group orders: messages wait at ingress"], rig.Log.Of(2012).Select(l => l.Text));
    }

    private static Task FetchedAsync(FallbackRig rig) => rig.ReadyInAsync(Names.IngressQueue("orders"), 0);

    private static string? Text(ReceivedMessage message, string header) => HeaderValues.GetText(message.Properties.Headers, header);
}

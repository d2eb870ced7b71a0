using MessageLB.Core.Configuration;
using MessageLB.Core.Hashing;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Rules;

public sealed class ForwardTests
{
    private static readonly GroupConfig Orders = new()
    {
        Name = "orders",
        Forward = [new() { When = [new() { Header = "region", EqualTo = "eu" }], To = "orders-eu" }],
    };

    [Fact]
    public async Task Group_RuleApplies_TheMessageIsInTheOtherGroupsIngressAndNotHereAnyMore()
    {
        await using var rig = await RuleRig.StartAsync(Orders, "a");
        await rig.DeclareQueueAsync("orders-eu");
        rig.Ready("a", window: 10);
        await rig.PublishAsync("eu", 7, ("region", "eu"));
        await rig.PublishAsync("us", null, ("region", "us"));

        Assert.Equal("us", (await rig.HandedAsync(1))[0].Id);
        await rig.ReadyInAsync(Names.IngressQueue("orders-eu"), 1);
        Assert.True(await rig.StopAsync());
        await rig.ReadyInAsync(Names.IngressQueue("orders"), 0);
        Assert.Equal(1, rig.Group.Rules!.Targets[0].Forwarded);

        var (exchange, properties) = await TakeAsync(rig, Names.IngressQueue("orders-eu"));
        Assert.Equal("", exchange);
        Assert.Equal(("eu", (byte?)7), (properties.MessageId, properties.Priority));
        Assert.Equal(
            [("messagelb-exchange", Names.IngressExchange), ("messagelb-forwarded-from", "orders"), ("messagelb-group", "orders-eu"), ("messagelb-routing-key", "any"), ("region", "eu")],
            properties.Headers!.Keys.Order(StringComparer.Ordinal).Select(name => (name, HeaderValues.GetText(properties.Headers, name)!)));
    }

    [Fact]
    public async Task Group_NoCreditHere_StillForwards()
    {
        await using var rig = await RuleRig.StartAsync(Orders, "a");
        await rig.DeclareQueueAsync("orders-eu");
        await rig.PublishAsync("stays", null, ("region", "us"));
        for (var i = 0; i < 20; i++) await rig.PublishAsync($"eu{i}", null, ("region", "eu"));

        await rig.ReadyInAsync(Names.IngressQueue("orders-eu"), 20);
        await rig.WaitingAsync(1);
    }

    [Fact]
    public async Task Group_ForwardedHere_IsNotForwardedAgain()
    {
        await using var rig = await RuleRig.StartAsync(Orders, "a");
        await rig.DeclareQueueAsync("orders-eu");
        rig.Ready("a", window: 10);
        await using var session = await rig.Transport.OpenAsync(new SessionOptions { ClientName = "group" }, TestContext.Current.CancellationToken);
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, TestContext.Current.CancellationToken);
        var headers = new Dictionary<string, object?> { ["region"] = "eu", [HeaderNames.RoutingKey] = "orders.new", [HeaderNames.Attempt] = "3", [HeaderNames.ForwardedFrom] = "all" };
        await publisher.PublishAsync("", Names.IngressQueue("orders"), new MessageProperties { MessageId = "again", Headers = headers }, new byte[1], TestContext.Current.CancellationToken);

        var handed = (await rig.HandedAsync(1))[0];

        Assert.Equal("again", handed.Id);
        Assert.Equal(("3", "orders.new", "all"), (Text(handed, HeaderNames.Attempt), Text(handed, HeaderNames.RoutingKey), Text(handed, HeaderNames.ForwardedFrom)));
        Assert.Equal(0, rig.Group.Rules!.Targets[0].Forwarded);
    }

    [Fact]
    public async Task Group_TargetIsNotThere_TheMessageWaitsAndIsForwardedLater()
    {
        await using var rig = await RuleRig.StartAsync(Orders, "a");
        await rig.PublishAsync("eu", null, ("region", "eu"));
        await Eventually.TrueAsync(() => ValueTask.FromResult(rig.Group.Rules!.Targets[0].Returned == 1), "the message came back", TestContext.Current.CancellationToken);
        await rig.DeclareQueueAsync("orders-eu");

        await rig.AdvanceToTimerAsync(TimeSpan.FromSeconds(1));

        await rig.ReadyInAsync(Names.IngressQueue("orders-eu"), 1);
        Assert.True(await rig.StopAsync());
        await rig.ReadyInAsync(Names.IngressQueue("orders"), 0);
    }

    [Fact]
    public async Task Group_SplitByKey_EachKeyGoesOneWay()
    {
        var split = new ForwardRuleConfig { Split = [new("orders", 90), new("canary", 10)], By = KeySource.Default };
        await using var rig = await RuleRig.StartAsync(Orders with { Forward = [split] }, "a");
        await rig.DeclareQueueAsync("canary");
        rig.Ready("a", window: 10_000);
        for (var i = 0; i < 2000; i++) await rig.PublishAsync($"m{i}", null, (HeaderNames.Key, $"customer-{i % 500}"));

        await Eventually.TrueAsync(() => ValueTask.FromResult(rig.Handed.Count + rig.Group.Rules!.Targets[0].Forwarded == 2000), "all have gone somewhere", TestContext.Current.CancellationToken);

        // 500 keys four times each; 10 % of the keys, within four standard deviations (6.7).
        var stayed = rig.Handed.Items.GroupBy(one => Text(one, HeaderNames.Key)).ToList();
        Assert.All(stayed, key => Assert.Equal(4, key.Count()));
        Assert.InRange(500 - stayed.Count, 24, 76);
    }

    [Fact]
    public async Task Stop_TargetIsPaused_ReturnsWhatWaitsForIt()
    {
        await using var rig = await RuleRig.StartAsync(Orders, "a");
        for (var i = 0; i < 5; i++) await rig.PublishAsync($"eu{i}", null, ("region", "eu"));
        await Eventually.TrueAsync(() => ValueTask.FromResult(rig.Time.NextDue == TimeSpan.FromSeconds(1)), "the target is left alone", TestContext.Current.CancellationToken);

        Assert.True(await rig.StopAsync());

        await rig.ReadyInAsync(Names.IngressQueue("orders"), 5);
    }

    private static string? Text(Handed handed, string header) => HeaderValues.GetText(handed.Properties.Headers, header);

    private static async Task<(string Exchange, MessageProperties Properties)> TakeAsync(RuleRig rig, string queue)
    {
        await using var session = await rig.Transport.OpenAsync(new SessionOptions { ClientName = "taker" }, TestContext.Current.CancellationToken);
        var handler = RecordingDeliveryHandler.Acking();
        var receiver = await session.ReceiveAsync(new ReceiveOptions { Queue = queue, Prefetch = 10 }, handler, TestContext.Current.CancellationToken);
        handler.Attach(receiver);
        var message = (await handler.TakeAsync(1, TestContext.Current.CancellationToken))[0];
        return (message.Exchange, message.Properties);
    }
}

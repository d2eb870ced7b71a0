using MessageLB.Core.Configuration;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Fallback;

/// <summary>Groups that fall back to others.</summary>
public sealed class FallbackTests
{
    private const string ToStandby = "messages go to group 'standby'";

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private static readonly GroupConfig Orders = new() { Name = "orders", Routes = ["orders"], Fallback = new FallbackConfig { To = "standby" } };
    private static readonly GroupConfig Standby = new() { Name = "standby", Routes = ["standby"] };

    [Fact]
    public async Task Group_NobodyForTwoSeconds_MessagesGoToTheOtherGroup()
    {
        await using var rig = await FallbackRig.StartAsync(Orders, Standby);
        await rig.JoinAsync("orders", "a");
        await rig.JoinAsync("standby", "s");
        rig.Die("orders", "a");
        await rig.PublishAsync("orders", "m1", new MessageProperties { Priority = 7 });

        // Seen at the first tick, and 2 s later not yet over.
        rig.Pass(TimeSpan.FromSeconds(2));
        Assert.Null(rig.Group("orders").Fallback.Consequence);
        rig.Pass(Step);
        Assert.Equal(ToStandby, rig.Group("orders").Fallback.Consequence);

        await rig.ReadyInAsync(Names.WorkQueue("standby", "s"), 1);
        var message = (await rig.TakeAsync(Names.WorkQueue("standby", "s"), 1))[0];
        Assert.Equal(("m1", (byte?)7, "body"), (message.Properties.MessageId, message.Properties.Priority, message.Text));
        Assert.Equal(
            [("messagelb-attempt", "1"), ("messagelb-fallback-from", "orders"), ("messagelb-forwarded-from", "orders"), ("messagelb-group", "standby"), ("messagelb-routing-key", "orders")],
            Headers(message, HeaderNames.Attempt, HeaderNames.FallbackFrom, HeaderNames.ForwardedFrom, HeaderNames.Group, HeaderNames.RoutingKey));
        Assert.Equal(1, rig.Group("orders").Fallback.Targets[0].Forwarded);
        Assert.Equal(0, rig.Group("orders").Counters.Routed);
        var line = Assert.Single(rig.Log.Of(2012), l => l.Text.Contains("'standby'", StringComparison.Ordinal));
        Assert.Equal("Nobody is left in group orders: messages go to group 'standby'", line.Text);
    }

    [Fact]
    public async Task Group_SomebodyWithinTheTime_NothingGoesAway()
    {
        await using var rig = await FallbackRig.StartAsync(Orders, Standby);
        await rig.JoinAsync("standby", "s");
        await rig.JoinAsync("orders", "a");
        rig.Die("orders", "a");
        await rig.PublishAsync("orders", "m1");
        rig.Pass(TimeSpan.FromSeconds(2));

        await rig.JoinAsync("orders", "b");
        rig.Pass(TimeSpan.FromSeconds(5));

        await rig.PassUntilAsync(Names.WorkQueue("orders", "b"), 1);
        Assert.Null(rig.Group("orders").Fallback.Consequence);
        Assert.Equal(0, rig.Group("orders").Fallback.Targets[0].Forwarded);
    }

    [Fact]
    public async Task Group_SomebodyIsBack_NextMessageStaysAtOnce()
    {
        await using var rig = await FallbackRig.StartAsync(Orders, Standby);
        await rig.JoinAsync("standby", "s");
        rig.Pass(TimeSpan.FromSeconds(3));
        await rig.PublishAsync("orders", "away");
        await rig.ReadyInAsync(Names.WorkQueue("standby", "s"), 1);

        await rig.JoinAsync("orders", "a");
        Assert.False(rig.Group("orders").Fallback.IsOn);
        await rig.PublishAsync("orders", "stays");

        // No time passes: nothing waits for a tick.
        await rig.ReadyInAsync(Names.WorkQueue("orders", "a"), 1);
        Assert.Equal(1, rig.Group("orders").Fallback.Targets[0].Forwarded);
        rig.Pass(Step);
        Assert.Equal("Somebody is available in group orders again, and its messages stay", Assert.Single(rig.Log.Of(2013), l => l.Text.Contains("orders", StringComparison.Ordinal)).Text);
    }

    [Fact]
    public async Task Group_OtherGroupHasNobodyEither_MessagesWaitUntilItHas()
    {
        await using var rig = await FallbackRig.StartAsync(Orders, Standby);
        rig.Pass(TimeSpan.FromSeconds(3));
        await rig.PublishAsync("orders", "m1");
        Assert.Equal("messages wait at ingress", rig.Group("orders").Fallback.Consequence);
        Assert.Equal(1, await rig.ReadyAsync(Names.IngressQueue("orders")));

        await rig.JoinAsync("standby", "s");
        rig.Pass(Step);

        Assert.Equal(ToStandby, rig.Group("orders").Fallback.Consequence);
        await rig.ReadyInAsync(Names.WorkQueue("standby", "s"), 1);
        Assert.Equal(
            ["Nobody is left in group orders: messages wait at ingress", "Nobody is left in group orders: messages go to group 'standby'"],
            rig.Log.Of(2012).Select(l => l.Text).Where(t => t.Contains("orders", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Group_ChainOfThree_FirstWithSomebodyIsTaken()
    {
        await using var rig = await FallbackRig.StartAsync(Orders, Standby with { Fallback = new FallbackConfig { To = "last" } }, Standby with { Name = "last", Routes = ["last"] });
        await rig.JoinAsync("last", "l");
        rig.Pass(TimeSpan.FromSeconds(3));
        await rig.PublishAsync("orders", "m1");

        await rig.ReadyInAsync(Names.WorkQueue("last", "l"), 1);
        var message = (await rig.TakeAsync(Names.WorkQueue("last", "l"), 1))[0];

        Assert.Equal("orders", HeaderValues.GetText(message.Properties.Headers, HeaderNames.FallbackFrom));
        Assert.Equal([0, 1], rig.Group("orders").Fallback.Targets.Select(t => t.Forwarded));
    }

    [Fact]
    public async Task Group_MessageHasLeftTheOtherGroupBefore_GoesOnToTheNextOne()
    {
        await using var rig = await FallbackRig.StartAsync(Orders, Standby with { Fallback = new FallbackConfig { To = "last" } }, Standby with { Name = "last", Routes = ["last"] });
        await rig.JoinAsync("standby", "s");
        await rig.JoinAsync("last", "l");
        rig.Pass(TimeSpan.FromSeconds(3));
        await rig.SendBackAsync("orders", "m1", (HeaderNames.RoutingKey, "k"), (HeaderNames.FallbackFrom, "other,standby"));

        await rig.ReadyInAsync(Names.WorkQueue("last", "l"), 1);
        var message = (await rig.TakeAsync(Names.WorkQueue("last", "l"), 1))[0];

        Assert.Equal("other,standby,orders", HeaderValues.GetText(message.Properties.Headers, HeaderNames.FallbackFrom));
        Assert.Equal(0, await rig.ReadyAsync(Names.WorkQueue("standby", "s")));
    }

    [Fact]
    public async Task Group_ForwardsSomeByRule_StillDoesSo()
    {
        var rule = new ForwardRuleConfig { When = [new() { Header = "region", EqualTo = "eu" }], To = "eu" };
        await using var rig = await FallbackRig.StartAsync(Orders with { Forward = [rule] }, Standby, Standby with { Name = "eu", Routes = ["eu"] });
        await rig.JoinAsync("standby", "s");
        rig.Pass(TimeSpan.FromSeconds(3));
        await rig.PublishAsync("orders", "eu", new MessageProperties { Headers = new Dictionary<string, object?> { ["region"] = "eu" } });
        await rig.PublishAsync("orders", "us");

        await rig.ReadyInAsync(Names.WorkQueue("standby", "s"), 1);
        await rig.ReadyInAsync(Names.IngressQueue("eu"), 1);

        var message = (await rig.TakeAsync(Names.IngressQueue("eu"), 1))[0];
        Assert.Null(HeaderValues.GetText(message.Properties.Headers, HeaderNames.FallbackFrom));
        Assert.Equal((1L, 1L), (rig.Group("orders").Rules!.Targets[0].Forwarded, rig.Group("orders").Fallback.Targets[0].Forwarded));
    }

    [Fact]
    public async Task Group_LastOneLost_WhatWaitsThereGoesToTheOtherGroupToo()
    {
        await using var rig = await FallbackRig.StartAsync(Orders, Standby);
        await rig.JoinAsync("standby", "s");
        await rig.JoinAsync("orders", "a");
        await rig.PublishAsync("orders", "m1");
        await rig.PassUntilAsync(Names.WorkQueue("orders", "a"), 1);

        rig.Die("orders", "a");

        await rig.PassUntilAsync(Names.WorkQueue("standby", "s"), 1);
        Assert.Equal(0, await rig.ReadyAsync(Names.WorkQueue("orders", "a")));
        // Counted when the dispatcher hears of the confirm, which may be after the message is there.
        await Eventually.TrueAsync(() => ValueTask.FromResult(rig.Group("orders").Counters.Rescued == 1), "one is counted as rescued", TestContext.Current.CancellationToken);
    }

    private static IEnumerable<(string Name, string Value)> Headers(ReceivedMessage message, params string[] names) =>
        names.Select(name => (name, HeaderValues.GetText(message.Properties.Headers, name)!));
}

using MessageLB.Core.Configuration;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Holding;

/// <summary>Destinations that are lost with messages in hold.</summary>
public sealed class LostHolderTests
{
    private const string QueueOfA = "messagelb.hold.default.a";

    [Fact]
    public async Task Dead_WhatItHadIsHandedToOthersAtOnceOldestFirstBeforeWhatCameLater()
    {
        await using var rig = await HoldRig.StartAsync();
        var a = await rig.JoinAsync("a", window: 3);
        await rig.PublishAsync("1", "2", "3", "later");
        await a.IdsAsync(3);
        await rig.InHoldAsync(3);
        var b = await rig.JoinAsync("b", window: 1);
        await b.IdsAsync(1);

        await a.DieAsync();
        for (var i = 1; i <= 3; i++)
        {
            await b.EndAsync(b.Ids[^1]);
            await b.IdsAsync(i + 1);
        }

        Assert.Equal(["later", "1", "2", "3"], b.Ids);
        await b.EndAsync("3");
        await rig.InHoldAsync(0);
        Assert.Equal((3L, 0), (rig.Group.Counters.Rescued, rig.Destination("a").Credit.InFlight));
        Assert.Single(rig.Logs.Of(2113));
    }

    [Fact]
    public async Task Dead_ItsQueueIsGoneSoThatNobodyRunsWhatLiesThere()
    {
        await using var rig = await HoldRig.StartAsync();
        var a = await rig.JoinAsync("a", window: 3);
        await rig.PublishAsync("m");
        await a.IdsAsync(1);

        await a.DieAsync();

        await Eventually.TrueAsync(async () => await rig.QueueAsync(QueueOfA) is null, "the queue is deleted", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Silent_ItsSessionEndsWithItsQueue()
    {
        await using var rig = await HoldRig.StartAsync();
        var a = await rig.JoinAsync("a", window: 1);
        await rig.PublishAsync("m");
        await a.IdsAsync(1);
        var b = await rig.JoinAsync("b", window: 1);

        await rig.PassUntilAsync(
            () =>
            {
                b.Report(1);
                return b.Deliveries == 1;
            },
            "b has the message");

        await HoldRig.TrueAsync(() => a.Session.Ended.IsCancellationRequested, "the silent worker's session has ended");
        await b.EndAsync("m");
        await rig.InHoldAsync(0);
    }

    [Fact]
    public async Task Dead_ItMayHaveBegun_IsCountedAndTooOftenIsQuarantined()
    {
        await using var rig = await HoldRig.StartAsync(GroupConfig.Default with { Retry = new RetryConfig { QuarantineAfter = 2 } });
        var a = await rig.JoinAsync("a", window: 1);
        await rig.PublishAsync("killer");
        await a.IdsAsync(1);
        await rig.InHoldAsync(1);
        var b = await rig.JoinAsync("b", window: 1);
        await a.DieAsync();
        Assert.Equal("1", Header(await b.MessageAsync(0), HeaderNames.Crashes));
        await rig.InHoldAsync(1);
        var c = await rig.JoinAsync("c", window: 1);

        await b.DieAsync();

        var taken = (await (await rig.TakeAsync(Names.RetryQueue("default"))).TakeAsync(1, TestContext.Current.CancellationToken))[0];
        Assert.Equal(("2", null, "killer"), (Header(taken, HeaderNames.Crashes), Header(taken, HeaderNames.Error), taken.Properties.MessageId));
        Assert.Equal(0, c.Deliveries);
    }

    [Fact]
    public async Task Left_WhatItStillHadIsHandedOnWithoutBlame()
    {
        await using var rig = await HoldRig.StartAsync();
        var a = await rig.JoinAsync("a", window: 2);
        await rig.PublishAsync("reported", "m");
        await a.IdsAsync(2);
        await rig.InHoldAsync(2);

        await a.SayAsync(new WorkResult("reported", 1, ResultStatus.Success, 1));
        await a.DieAsync(PresenceEnd.Left);
        var b = await rig.JoinAsync("b", window: 2);
        await rig.PassUntilAsync(() => b.Deliveries > 0, "b has the message");

        Assert.Equal(["m"], b.Ids);
        Assert.Null(Header(await b.MessageAsync(0), HeaderNames.Crashes));
    }

    [Fact]
    public async Task Dead_WithoutFailover_ItKeepsWhatItHas()
    {
        await using var rig = await HoldRig.StartAsync(GroupConfig.Default with { Failover = false });
        var a = await rig.JoinAsync("a", window: 1);
        await rig.PublishAsync("m");
        await a.IdsAsync(1);
        await rig.InHoldAsync(1);
        var b = await rig.JoinAsync("b", window: 1);

        await a.DieAsync();
        rig.Pass(TimeSpan.FromSeconds(2));

        Assert.Equal((1, 0), (rig.Group.Hold.Messages, b.Deliveries));
        Assert.NotNull(await rig.QueueAsync(QueueOfA));
    }

    private static string? Header(ReceivedMessage message, string name) => HeaderValues.GetText(message.Properties.Headers, name);
}

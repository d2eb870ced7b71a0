using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Rescue;

/// <summary>What waits at a lost destination.</summary>
public sealed class RescueTests
{
    [Fact]
    public async Task LostWorker_MessagesInItsQueue_ReachAnotherInOrder()
    {
        await using var rig = await RescueRig.StartAsync();
        var a = await rig.JoinAsync("a", window: 5);
        await rig.PublishAsync("m0", "m1", "m2", "m3", "m4");
        await a.IdsAsync(5);
        var b = await rig.JoinAsync("b", window: 10);

        await a.DieAsync();

        Assert.Equal(["m0", "m1", "m2", "m3", "m4"], await b.IdsAsync(5));
        await RescueRig.TrueAsync(() => rig.Group.Counters.Rescued == 5, "five messages count as rescued");
        await RescueRig.TrueAsync(() => (rig.Group.Counters.Received, rig.Group.Counters.Routed) == (5, 5), "they count as received and routed once");
    }

    [Fact]
    public async Task LostWorker_CreditOfItsMessages_ComesBackOnceEach()
    {
        await using var rig = await RescueRig.StartAsync();
        var a = await rig.JoinAsync("a", window: 5);
        await rig.PublishAsync("m0", "m1", "m2", "m3", "m4");
        await a.IdsAsync(5);
        await a.DoneAsync(2, report: false);
        var b = await rig.JoinAsync("b", window: 10);

        await a.DieAsync();
        Assert.Equal(["m2", "m3", "m4"], await b.IdsAsync(3));
        await RescueRig.TrueAsync(() => rig.Group.Counters.Rescued == 3, "three messages are rescued");

        // Two were settled and never reported: that is found by looks afterwards, not by the rescue.
        Assert.Equal(2, rig.Destination("a").Credit.InFlight);
        Assert.Equal(3, rig.Destination("b").Credit.InFlight);
    }

    [Fact]
    public async Task LostWorker_RescuedMessage_KeepsItsAttemptAndAddressAndHasNewHeadersOfTheHandOver()
    {
        await using var rig = await RescueRig.StartAsync();
        var a = await rig.JoinAsync("a", window: 1);
        await rig.PublishAsync(new MessageProperties { MessageId = "m0", Headers = new Dictionary<string, object?> { ["messagelb-key"] = "k", ["own"] = "o" } });
        var first = await a.MessageAsync(0);
        var b = await rig.JoinAsync("b", window: 1);
        rig.Time.Advance(TimeSpan.FromMilliseconds(7));

        await a.DieAsync();
        var second = await b.MessageAsync(0);

        Assert.Equal("a", Header(first, HeaderNames.Destination));
        Assert.Equal("b", Header(second, HeaderNames.Destination));
        Assert.Equal("2031-02-03T04:05:06.007Z", Header(second, HeaderNames.DispatchedAt));
        foreach (var kept in (string[])[HeaderNames.Attempt, HeaderNames.RoutingKey, HeaderNames.Exchange, HeaderNames.Key, "own"])
            Assert.Equal(Header(first, kept), Header(second, kept));
        Assert.Equal(("1", "any", "m0"), (Header(second, HeaderNames.Attempt), Header(second, HeaderNames.RoutingKey), second.Properties.MessageId));
    }

    [Fact]
    public async Task LostWorker_NobodyElseIsReady_NothingIsTakenUntilSomebodyIs()
    {
        await using var rig = await RescueRig.StartAsync();
        var a = await rig.JoinAsync("a", window: 2);
        await rig.PublishAsync("m0", "m1");
        await a.IdsAsync(2);

        await a.DieAsync();
        rig.Pass(TimeSpan.FromSeconds(2));
        await rig.DepthIsAsync("a", ready: 2, consumers: 0);

        var b = await rig.JoinAsync("b", window: 2);
        Assert.Equal(["m0", "m1"], await b.IdsAsync(2));
    }

    [Fact]
    public async Task LostWorker_IsBackWhileItsMessagesWaitForCredit_GetsThemItself()
    {
        await using var rig = await RescueRig.StartAsync();
        var a = await rig.JoinAsync("a", window: 3);
        await rig.PublishAsync("m0", "m1", "m2");
        await a.IdsAsync(3);
        var b = await rig.JoinAsync("b", window: 1);
        await a.DieAsync();
        Assert.Equal(["m0"], await b.IdsAsync(1));
        await RescueRig.TrueAsync(() => rig.Group.RescueFirst.IsClaimed, "the next one waits for credit");
        rig.Pass(TimeSpan.FromMilliseconds(300));

        a.Report(window: 3);
        await rig.DepthIsAsync("a", ready: 2, consumers: 0);

        Assert.Equal((DestinationCondition.Ready, 2), (rig.Condition("a"), rig.Destination("a").Credit.InFlight));
        Assert.False(rig.Group.RescueFirst.IsClaimed);
    }

    [Fact]
    public async Task LostWorker_EverythingIsRescued_TheQueueIsLeftAloneAfterAMoment()
    {
        await using var rig = await RescueRig.StartAsync();
        var a = await rig.JoinAsync("a", window: 1);
        await rig.PublishAsync("m0");
        await a.IdsAsync(1);
        var b = await rig.JoinAsync("b", window: 5);
        await a.DieAsync();
        await b.IdsAsync(1);
        await rig.DepthIsAsync("a", ready: 0, consumers: 1);
        await RescueRig.TrueAsync(() => rig.Group.Counters.Rescued == 1, "the message is rescued");

        await rig.PassUntilAsync("a", ready: 0, consumers: 0);

        Assert.Equal(0, rig.Destination("a").Credit.InFlight);
    }

    [Fact]
    public async Task LostWorker_MessageComesToItsQueueLater_IsFoundByALook()
    {
        await using var rig = await RescueRig.StartAsync();
        var a = await rig.JoinAsync("a", window: 1);
        var b = await rig.JoinAsync("b", window: 5);
        await a.DieAsync();
        var late = new MessageProperties { MessageId = "late", Persistent = true };
        await using var session = await rig.OpenAsync("somebody");
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, TestContext.Current.CancellationToken);
        await publisher.PublishAsync(string.Empty, Names.WorkQueue("default", "a"), late, default, TestContext.Current.CancellationToken);

        await rig.PassUntilAsync(b, deliveries: 1);

        Assert.Equal(["late"], await b.IdsAsync(1));
    }

    [Fact]
    public async Task LostWorker_SessionIsLostWhileMessagesWaitForCredit_NothingIsLost()
    {
        await using var rig = await RescueRig.StartAsync();
        var a = await rig.JoinAsync("a", window: 3);
        await rig.PublishAsync("m0", "m1", "m2");
        await a.IdsAsync(3);
        var b = await rig.JoinAsync("b", window: 1);
        await a.DieAsync();
        await b.IdsAsync(1);
        await RescueRig.TrueAsync(() => rig.Group.RescueFirst.IsClaimed, "the next one waits for credit");
        await rig.DepthIsAsync("a", ready: 0, consumers: 1);

        await rig.LoseSessionAsync();
        await b.DoneAsync(1);
        b.Report(window: 5);

        await RescueRig.TrueAsync(() => b.Ids.Distinct().Count() == 3, "all three are there");
        // Handed over, and perhaps not acknowledged yet when the session was lost.
        Assert.Subset(new HashSet<string> { "m0" }, b.Ids.GroupBy(id => id).Where(id => id.Count() > 1).Select(id => id.Key).ToHashSet());
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task LostWorker_FailoverIsOff_MessagesStay(bool failover, bool support)
    {
        await using var rig = await RescueRig.StartAsync(GroupConfig.Default with { Failover = failover, Quality = new QualityConfig { FailoverSupport = support } });
        await LoseWithOneAsync(rig);

        rig.Pass(TimeSpan.FromSeconds(20));

        await rig.DepthIsAsync("a", ready: 1, consumers: 0);
    }

    [Fact]
    public async Task FailedWorker_MessagesInItsQueue_ReachAnother()
    {
        await using var rig = await RescueRig.StartAsync();
        var a = await rig.JoinAsync("a", window: 1);
        await a.Session.DisposeAsync();
        await rig.PublishAsync("m0");
        var b = await rig.JoinAsync("b", window: 1);
        await RescueRig.TrueAsync(() => rig.Group.Counters.Routed == 1, "the message is handed over");

        a.Report(window: 1, WorkerState.Failed);

        Assert.Equal(["m0"], await b.IdsAsync(1));
    }

    private static async Task LoseWithOneAsync(RescueRig rig)
    {
        var a = await rig.JoinAsync("a", window: 1);
        await rig.PublishAsync("m0");
        await a.IdsAsync(1);
        await rig.JoinAsync("b", window: 1);
        await a.DieAsync();
    }

    private static string? Header(Testing.ReceivedMessage message, string name) => HeaderValues.GetText(message.Properties.Headers, name);
}

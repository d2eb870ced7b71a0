using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Rescue;

/// <summary>Rescue from destinations without heartbeats, which are judged by the consumers of their queues.</summary>
public sealed class QueueLevelRescueTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task LastConsumerGone_ItsMessages_ReachAnotherAndItStaysLost()
    {
        await using var rig = await RescueRig.StartAsync(GroupConfig.Default with { Destinations = [new DestinationConfig { Name = "a", Window = WindowConfig.Fixed(5) }] });
        await using var consumer = await ConsumeAsync(rig);
        await rig.LookAsync("a");
        await rig.PublishAsync("m0", "m1");
        await RescueRig.TrueAsync(() => rig.Group.Counters.Routed == 2, "both are handed over");
        var b = await rig.JoinAsync("b", window: 1);

        await consumer.DisposeAsync();
        await rig.LookAsync("a");
        Assert.Equal(["m0"], await b.IdsAsync(1));
        await rig.DepthIsAsync("a", ready: 0, consumers: 1);
        await rig.LookAsync("a");

        Assert.Equal((DestinationCondition.Lost, 0), (rig.Condition("a"), rig.Destination("a").Credit.InFlight));
        await b.DoneAsync(1);
        Assert.Equal(["m0", "m1"], await b.IdsAsync(2));
        await rig.PassUntilAsync("a", ready: 0, consumers: 0);
        await rig.LookAsync("a");
        await rig.LookAsync("a");
        Assert.Equal(DestinationCondition.Lost, rig.Condition("a"));
    }

    [Fact]
    public async Task ConsumerIsBackWhileMessagesWaitForCredit_GetsThemItself()
    {
        await using var rig = await RescueRig.StartAsync(GroupConfig.Default with { Destinations = [new DestinationConfig { Name = "a", Window = WindowConfig.Fixed(5) }] });
        await using var consumer = await ConsumeAsync(rig);
        await rig.LookAsync("a");
        await rig.PublishAsync("m0", "m1");
        await RescueRig.TrueAsync(() => rig.Group.Counters.Routed == 2, "both are handed over");
        var b = await rig.JoinAsync("b", window: 1);
        await consumer.DisposeAsync();
        await rig.LookAsync("a");
        await b.IdsAsync(1);
        await RescueRig.TrueAsync(() => rig.Group.RescueFirst.IsClaimed, "the second one waits for credit");

        var handler = new RecordingDeliveryHandler();
        await using var again = await ConsumeAsync(rig, handler);
        await rig.LookAsync("a");

        Assert.Equal("m1", (await handler.TakeAsync(1, Token))[0].Properties.MessageId);
    }

    [Fact]
    public async Task LastConsumerGone_OtherDispatchersLive_NothingIsTakenUntilThisOneIsAlone()
    {
        await using var rig = await RescueRig.StartAsync(GroupConfig.Default with { Destinations = [new DestinationConfig { Name = "a", Window = WindowConfig.Fixed(5) }] });
        rig.Owners.HasOthers = true;
        await using var consumer = await ConsumeAsync(rig);
        await rig.LookAsync("a");
        await rig.PublishAsync("m0");
        await RescueRig.TrueAsync(() => rig.Group.Counters.Routed == 1, "it is handed over");
        var b = await rig.JoinAsync("b", window: 1);
        await consumer.DisposeAsync();
        await rig.LookAsync("a");

        rig.Pass(TimeSpan.FromSeconds(2));
        await rig.DepthIsAsync("a", ready: 1, consumers: 0);
        rig.Owners.HasOthers = false;

        await rig.PassUntilAsync(b, deliveries: 1);
    }

    private static async Task<ITransportSession> ConsumeAsync(RescueRig rig, RecordingDeliveryHandler? handler = null)
    {
        var session = await rig.OpenAsync("consumer");
        await session.Topology.DeclareQueueAsync(TopologySpecs.WorkQueue("default", "a"), Token);
        await session.StartAsync(new ReceiveOptions { Queue = Names.WorkQueue("default", "a"), Prefetch = 10 }, handler ?? new RecordingDeliveryHandler(), Token);
        return session;
    }
}

using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.RabbitMq.Tests.Publishing;

/// <summary>What a resource alarm does: the broker stops reading publishers, and only publishers may notice.</summary>
public sealed class BlockedTests(LocalBroker broker) : BrokerTests(broker)
{
    [Fact]
    public async Task Alarm_WhilePublishing_IsToldSatOutAndTheRestGoesOn()
    {
        // A broker of its own: the alarm would stop the publishers of every other test.
        await using var own = await LocalBroker.StartNewAsync();
        var told = new Recorder<string?>("changes of the flow");
        var session = await OpenAsync(own.Uri, with: o => o with { ConfirmTimeout = TimeSpan.FromSeconds(1) }, blockedChanged: told.Add);
        await session.Topology.DeclareExchangesAsync(Token);
        await session.Topology.DeclareQueueAsync(new QueueSpec { Name = "orders" }, Token);
        await SendAsync(session, "orders", 3);
        var handler = new RecordingDeliveryHandler();
        var outcomes = new RecordingOutcomeHandler();
        var publisher = await session.CreatePublisherAsync(new PublisherOptions(), outcomes, Token);

        await own.RunCtlAsync(Token, "set_vm_memory_high_watermark", "0");
        var begun = TimeProvider.System.GetTimestamp();
        await publisher.PublishAsync("", "orders", new MessageProperties(), Utf8("4"), 4);
        await told.TakeAsync(1, Token);
        var receiver = await session.StartAsync(new ReceiveOptions { Queue = "orders", Prefetch = 10 }, handler, Token);
        await handler.TakeAsync(3, Token);
        var acked = await receiver.AckAsync(3, multiple: true);
        await session.Control.SendAsync("heartbeat.a.b", Utf8("dropped"), Token);
        await session.Control.SubscribeAsync("heartbeat.#", (_, _) => { }, Token);
        var depth = await session.Topology.InspectAsync("orders", Token);

        // Twice the time limit on confirms: if the watchdog did not know of the alarm, it would have bitten.
        while (TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromSeconds(2)) await own.RunCtlAsync(Token, "await_startup");
        var outcomesMeanwhile = outcomes.Count;
        await own.RunCtlAsync(Token, "set_vm_memory_high_watermark", "0.4");

        Assert.Equal(["low on memory", null], await told.TakeAsync(2, Token));
        Assert.Equal(PublishOutcome.Confirmed, await outcomes.OfAsync(4, Token));
        Assert.Equal(["1", "2", "3", "4"], (await handler.TakeAsync(4, Token)).Select(m => m.Text));
        Assert.Equal((true, new QueueDepth(0, 1), 0), (acked, depth, outcomesMeanwhile));
        Assert.False(session.Ended.IsCancellationRequested);
    }

    [Fact]
    public async Task Alarm_SessionEndsMeanwhile_TheOwnerIsToldThatItIsOver()
    {
        await using var own = await LocalBroker.StartNewAsync();
        var told = new Recorder<string?>("changes of the flow");
        var session = await OpenAsync(own.Uri, blockedChanged: told.Add);
        await session.Topology.DeclareQueueAsync(new QueueSpec { Name = "orders" }, Token);
        var outcomes = new RecordingOutcomeHandler();
        var publisher = await session.CreatePublisherAsync(new PublisherOptions(), outcomes, Token);
        await own.RunCtlAsync(Token, "set_vm_memory_high_watermark", "0");
        await publisher.PublishAsync("", "orders", new MessageProperties(), Utf8("1"), 1);
        await told.TakeAsync(1, Token);

        await session.DisposeAsync();

        Assert.Equal(["low on memory", null], await told.TakeAsync(2, Token));
        Assert.Equal(PublishOutcome.Unknown, await outcomes.OfAsync(1, Token));
    }
}

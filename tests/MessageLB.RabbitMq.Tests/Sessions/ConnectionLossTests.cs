using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.RabbitMq.Tests.Sessions;

/// <summary>Whatever breaks, the session ends as a whole, says why, and nothing is lost.</summary>
public sealed class ConnectionLossTests(LocalBroker broker) : BrokerTests(broker)
{
    [Theory]
    [InlineData("consume")]
    [InlineData("publish")]
    [InlineData("control")]
    public async Task Session_OneConnectionClosedByTheBroker_EndsWithItsReason(string which)
    {
        var session = await OpenAsync("worker a");
        await session.Topology.DeclareExchangesAsync(Token);
        await session.Control.SendAsync("heartbeat.a.b", Utf8("{}"), Token);
        await session.Control.SubscribeAsync("heartbeat.none.#", (_, _) => { }, Token);
        var pid = await ConnectionPidAsync($"worker a {Unique} ({which})");

        await Broker.RunCtlAsync(Token, "close_connection", pid, "maintenance tonight");

        Assert.Equal(
            $"RabbitMQ closed the connection 'worker a {Unique} ({which})': 320 CONNECTION_FORCED - maintenance tonight",
            await EndOfAsync(session));
    }

    [Fact]
    public async Task Session_ConnectionClosedByTheBroker_UnsettledComesAgainInTheNext()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        await SendAsync(session, queue, 3);
        var first = new RecordingDeliveryHandler();
        var receiver = await session.StartAsync(new ReceiveOptions { Queue = queue, Prefetch = 10 }, first, Token);
        await first.TakeAsync(3, Token);
        Assert.True(await receiver.AckAsync(1, multiple: false));

        await Broker.RunCtlAsync(Token, "close_connection", await ConnectionPidAsync($"test {Unique} (consume)"), "test");
        await EndOfAsync(session);
        var settled = await receiver.AckAsync(2, multiple: false);

        Assert.False(settled);
        var next = await OpenAsync("next");
        var second = RecordingDeliveryHandler.Acking();
        await next.StartAsync(new ReceiveOptions { Queue = queue, Prefetch = 10 }, second, Token);
        Assert.Equal([("2", true), ("3", true)], (await second.TakeAsync(2, Token)).Select(m => (m.Text, m.Redelivered)));
    }

    [Fact]
    public async Task Session_NetworkCut_EndsAndOutcomesAreUnknown()
    {
        await using var proxy = LoopbackProxy.To(Broker.Uri.Port);
        var session = await OpenAsync(proxy.Through(Broker.Uri));
        var queue = await DeclareQueueAsync(await OpenAsync("owner"));
        var outcomes = new RecordingOutcomeHandler();
        var publisher = await session.CreatePublisherAsync(new PublisherOptions(), outcomes, Token);

        proxy.Stall();
        for (var i = 1UL; i <= 10; i++) await publisher.PublishAsync("", queue, new MessageProperties(), Utf8("a"), i);
        proxy.Cut();

        Assert.Matches($"^The connection 'test {Unique} \\((consume|publish)\\)' to amqp://127.0.0.1:{proxy.Port}/ was lost: ", await EndOfAsync(session));
        await outcomes.TakeAsync(10, Token);
        Assert.Equal(Enumerable.Range(1, 10).Select(i => ((ulong)i, PublishOutcome.Unknown)), outcomes.Outcomes);
    }

    [Fact]
    public async Task Dispose_BrokerStalled_TakesSecondsOnly()
    {
        await using var proxy = LoopbackProxy.To(Broker.Uri.Port);
        var session = await OpenAsync(proxy.Through(Broker.Uri));
        var queue = await DeclareQueueAsync(session);
        var outcomes = new RecordingOutcomeHandler();
        var publisher = await session.CreatePublisherAsync(new PublisherOptions { MaxUnconfirmed = 4096 }, outcomes, Token);
        await session.StartAsync(new ReceiveOptions { Queue = queue, Prefetch = 10 }, new RecordingDeliveryHandler(), Token);
        proxy.Stall();

        // Fills the socket's buffers and the client's write queue, until a publish is stuck inside the client.
        var stuck = PublishForeverAsync(publisher, queue);
        var begun = TimeProvider.System.GetTimestamp();
        await session.DisposeAsync();

        Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(8));
        var sent = await stuck.OrFailAsync(() => "the stuck publish to be freed", Token);
        await outcomes.TakeAsync((int)sent, Token);
        Assert.Equal(sent, (ulong)outcomes.Count);
        Assert.All(outcomes.Outcomes, o => Assert.Equal(PublishOutcome.Unknown, o.Outcome));
    }

    [Fact]
    public async Task Session_Ended_LeavesNoTimerOrConnectionBehind()
    {
        var time = new SteppingTimeProvider();
        await using var proxy = LoopbackProxy.To(Broker.Uri.Port);
        var session = await OpenAsync(proxy.Through(Broker.Uri), with: o => o with { TimeProvider = time });
        await session.Topology.DeclareExchangesAsync(Token);
        await session.CreatePublisherAsync(new PublisherOptions(), new RecordingOutcomeHandler(), Token);
        await session.Control.SubscribeAsync("heartbeat.none.#", (_, _) => { }, Token);
        await session.Presence.HoldAsync(new WorkerInstance("loss", "a", Unique), Token);
        var (timers, connections) = (time.Periodic.Count, proxy.Open);

        // One connection breaks; what the owner got from the session is not disposed by anybody.
        await Broker.RunCtlAsync(Token, "close_connection", await ConnectionPidAsync($"test {Unique} (control)"), "test");
        await EndOfAsync(session);

        Assert.Equal((3, 3), (timers, connections));
        await Eventually.TrueAsync(() => new ValueTask<bool>(time.Periodic.Count == 0 && proxy.Open == 0), "timers and connections are gone", Token);
    }

    [Fact]
    public async Task Session_BrokerSilent_EndsForWantOfHeartbeats()
    {
        await using var proxy = LoopbackProxy.To(Broker.Uri.Port);
        var session = await OpenAsync(proxy.Through(Broker.Uri), with: o => o with { Heartbeat = TimeSpan.FromSeconds(1) });

        proxy.Stall();

        Assert.Equal(
            $"The connection 'test {Unique} (consume)' to amqp://127.0.0.1:{proxy.Port}/ was lost: no heartbeat came from the broker",
            await EndOfAsync(session));
    }

    [Fact]
    public async Task Session_BrokerDoesNotAnswerACall_EndsInTime()
    {
        await using var proxy = LoopbackProxy.To(Broker.Uri.Port);
        var session = await OpenAsync(proxy.Through(Broker.Uri), with: o => o with { CallTimeout = TimeSpan.FromMilliseconds(300) });
        await session.Topology.InspectAsync(QueueName(), Token);
        proxy.Stall();

        var thrown = await Assert.ThrowsAsync<SessionEndedException>(async () => await session.Topology.InspectAsync(QueueName(), Token));

        Assert.Matches("^RabbitMQ did not answer (channel.open|inspect queue '.*') within 0.3 s$", thrown.Message);
        Assert.Equal(thrown.Message, await EndOfAsync(session));
    }

    [Fact]
    public async Task Session_BrokerRestarts_EndsAndTheNextOneGoesOn()
    {
        await using var own = await LocalBroker.StartNewAsync();
        var session = await OpenAsync(own.Uri);
        await session.Topology.DeclareQueueAsync(new QueueSpec { Name = "orders" }, Token);
        await SendAsync(session, "orders", 5);
        var handler = new RecordingDeliveryHandler();
        await session.StartAsync(new ReceiveOptions { Queue = "orders", Prefetch = 2 }, handler, Token);
        await handler.TakeAsync(2, Token);

        await own.RestartAsync();

        Assert.Matches(
            $"^RabbitMQ closed the connection 'test {Unique} \\((consume|publish)\\)': 320 CONNECTION_FORCED - broker forced connection closure with reason 'shutdown'$",
            await EndOfAsync(session));
        var next = await OpenAsync(own.Uri, "next");
        var acking = RecordingDeliveryHandler.Acking();
        await next.StartAsync(new ReceiveOptions { Queue = "orders", Prefetch = 10 }, acking, Token);
        Assert.Equal(["1", "2", "3", "4", "5"], (await acking.TakeAsync(5, Token)).Select(m => m.Text).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Session_BrokerKilled_EverySessionEndsAndConfirmedMessagesSurvive()
    {
        await using var own = await LocalBroker.StartNewAsync();
        var session = await OpenAsync(own.Uri);
        await session.Topology.DeclareQueueAsync(new QueueSpec { Name = "orders" }, Token);
        await SendAsync(session, "orders", 20);

        await own.KillAsync();
        await EndOfAsync(session);
        await Assert.ThrowsAsync<BrokerUnavailableException>(() => OpenAsync(own.Uri, "too early"));
        await own.StartAsync();

        var next = await OpenAsync(own.Uri, "next");
        var acking = RecordingDeliveryHandler.Acking();
        await next.StartAsync(new ReceiveOptions { Queue = "orders", Prefetch = 10 }, acking, Token);
        Assert.Equal(Enumerable.Range(1, 20).Select(i => $"{i}"), (await acking.TakeAsync(20, Token)).Select(m => m.Text));
    }

    private static async Task<ulong> PublishForeverAsync(IPublisher publisher, string queue)
    {
        var sent = 0UL;
        try
        {
            for (; ; sent++) await publisher.PublishAsync("", queue, new MessageProperties(), new byte[64 * 1024], sent);
        }
        catch (SessionEndedException)
        {
            return sent;
        }
    }
}

using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Dispatcher.Tests.InMemory;

/// <summary>A session that ends while it is being used must leave nothing behind that would wait for it for ever.</summary>
public sealed class InMemoryRaceTests : EmbeddedBroker
{
    private const int Rounds = 200;

    [Fact]
    public async Task EndSession_WhileAReceiverStarts_LeavesNoReceiverBehind()
    {
        var observer = await OpenAsync("observer");
        var queue = await DeclareQueueAsync(observer);
        await SendAsync(observer, queue, "a");

        await RaceAsync(session => ReceiveAsync(session, queue, new RecordingDeliveryHandler()));

        Assert.Equal(new QueueDepth(1, 0), await DepthAsync(observer, queue));
    }

    [Fact]
    public async Task EndSession_WhileATransientQueueIsDeclared_LeavesNoQueueBehind()
    {
        var observer = await OpenAsync("observer");

        await RaceAsync(async session =>
        {
            await DeclareQueueAsync(session, "transient", q => q with { Kind = QueueKind.Transient });
            await session.Topology.DeleteQueueAsync("transient", Token);
        });

        Assert.Null(await DepthAsync(observer, "transient"));
    }

    [Fact]
    public async Task EndSession_WhileATokenIsTaken_LeavesNoTokenBehind()
    {
        var observer = await OpenAsync("observer");
        var instance = new WorkerInstance("g", "a", "1");

        await RaceAsync(async session =>
        {
            var hold = await session.Presence.HoldAsync(instance, Token);
            if (!session.Ended.IsCancellationRequested) await hold.DisposeAsync();
        });

        Assert.Null(await observer.Presence.WatchAsync(instance, _ => { }, Token));
    }

    [Fact]
    public async Task Dispose_WhileTheSessionIsEnding_ReturnsOnceTheTokenIsFree()
    {
        var instance = new WorkerInstance("g", "a", "1");
        var queue = await DeclareQueueAsync(await OpenAsync("observer"));

        for (var round = 0; round < Rounds; round++)
        {
            var session = await Transport.OpenAsync(new SessionOptions { ClientName = "racer" }, Token);
            await session.Presence.HoldAsync(instance, Token);
            // More to end, so that ending takes longer.
            for (var i = 0; i < 50; i++) await ReceiveAsync(session, queue, new RecordingDeliveryHandler());
            var ending = Task.Run(() => Transport.EndSession("racer", "killed"), Token);
            Assert.True(SpinWait.SpinUntil(() => session.EndReason is not null, TestTimeouts.Happens));

            await session.DisposeAsync();

            await using var next = await Transport.OpenAsync(new SessionOptions { ClientName = "next" }, Token);
            await using var hold = await next.Presence.HoldAsync(instance, Token);
            await ending;
        }
    }

    [Fact]
    public async Task EndSession_WhileASubscriptionStarts_LeavesNoSubscriptionBehind()
    {
        var observer = await OpenAsync("observer");

        await RaceAsync(session => session.Control.SubscribeAsync("heartbeat.#", (_, _) => { }, Token).AsTask());

        await using var publisher = await ConfirmingPublisher.CreateAsync(observer, Token);
        Assert.Equal(PublishOutcome.Returned, await publisher.PublishTextAsync(Names.ControlExchange, "heartbeat.g.a", "text", Token));
    }

    [Fact]
    public async Task EndSession_WhilePublishing_EveryPublishThatReturnedHasItsOneOutcome()
    {
        var observer = await OpenAsync("observer");
        var queue = await DeclareQueueAsync(observer, with: q => q with { Kind = QueueKind.Quorum, MaxLength = 1 });

        await RaceAsync(async session =>
        {
            var outcomes = new RecordingOutcomeHandler();
            var publisher = await session.CreatePublisherAsync(new PublisherOptions { MaxUnconfirmed = 2 }, outcomes, Token);
            var returned = 0;
            try
            {
                for (; returned < 1_000_000; returned++) await publisher.PublishAsync(string.Empty, queue, new MessageProperties(), default, (ulong)returned);
            }
            finally
            {
                await outcomes.TakeAsync(returned, Token);
                await publisher.DisposeAsync();
                Assert.Equal(Enumerable.Range(0, returned).Select(i => (ulong)i), outcomes.Outcomes.Select(o => o.Correlation));
            }
        });
    }

    [Fact]
    public async Task EndSession_InTheMiddleOfAPublish_ThePublishStillHasItsOneOutcome()
    {
        var observer = await OpenAsync("observer");
        var queue = await DeclareQueueAsync(observer);
        var session = await OpenAsync("racer");
        var outcomes = new RecordingOutcomeHandler();
        var publisher = await session.CreatePublisherAsync(new PublisherOptions(), outcomes, Token);
        using var body = new HookedMemory([1], () =>
        {
            Transport.EndSession("racer", "killed");
            // Time enough for a loop to end that does not know of this publish.
            Thread.SpinWait(1_000_000);
        });

        await publisher.PublishAsync(string.Empty, queue, new MessageProperties(), body.Memory, 7);

        await outcomes.TakeAsync(1, Token);
        await session.DisposeAsync();
        Assert.Equal([(7UL, PublishOutcome.Unknown)], outcomes.Outcomes);
        Assert.Equal(new QueueDepth(1, 0), await DepthAsync(observer, queue));
    }

    [Fact]
    public async Task EndAllSessions_HolderAndWatcherTogether_WatcherNeverHearsOfIt()
    {
        var heard = new Recorder<PresenceEnd>("ends of presence");
        for (var round = 0; round < Rounds / 4; round++)
        {
            var instance = new WorkerInstance("g", "a", $"{round}");
            var holder = await Transport.OpenAsync(new SessionOptions { ClientName = "worker" }, Token);
            await holder.Presence.HoldAsync(instance, Token);
            // Many, so that the last is torn down long after the holder.
            for (var i = 0; i < 50; i++)
            {
                var watcher = await Transport.OpenAsync(new SessionOptions { ClientName = "dispatcher" }, Token);
                await watcher.Presence.WatchAsync(instance, heard.Add, Token);
            }

            Transport.EndAllSessions("broker restarted");
        }

        Assert.Empty(heard.Items);
    }

    [Fact]
    public async Task Blocked_SwitchedWhilePublishing_KeepsTheOrder()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        var outcomes = new RecordingOutcomeHandler();
        var publisher = await session.CreatePublisherAsync(new PublisherOptions(), outcomes, Token);
        var publishing = true;
        var switching = Task.Run(
            () =>
            {
                while (Volatile.Read(ref publishing))
                {
                    Transport.BlockedReason = "low on memory";
                    Thread.SpinWait(50);
                    Transport.BlockedReason = null;
                    Thread.SpinWait(50);
                }
            },
            Token);

        for (var i = 0; i < 20_000; i++) await publisher.PublishAsync(string.Empty, queue, new MessageProperties(), BitConverter.GetBytes(i), (ulong)i);
        Volatile.Write(ref publishing, false);
        await switching;

        await outcomes.TakeAsync(20_000, Token);
        var handler = RecordingDeliveryHandler.Acking();
        await ReceiveAsync(session, queue, handler, prefetch: 500);
        var received = await handler.TakeAsync(20_000, Token);
        Assert.Equal(Enumerable.Range(0, 20_000), received.Select(m => BitConverter.ToInt32(m.Body)));
    }

    /// <summary>Uses a session over and over until it is ended from elsewhere; and that again and again.</summary>
    private async Task RaceAsync(Func<ITransportSession, Task> use)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var session = await Transport.OpenAsync(new SessionOptions { ClientName = "racer" }, Token);
            using var start = new Barrier(2);
            var ending = Task.Run(
                () =>
                {
                    start.SignalAndWait(Token);
                    Thread.SpinWait(round % 50 * 20);
                    Transport.EndSession("racer", "killed");
                },
                Token);
            start.SignalAndWait(Token);
            try
            {
                while (true) await use(session);
            }
            catch (SessionEndedException)
            {
                // What it left behind is what the tests look for.
            }

            await ending;
        }
    }
}

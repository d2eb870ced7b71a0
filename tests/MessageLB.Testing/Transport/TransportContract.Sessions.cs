using MessageLB.Transport;
using Xunit;

namespace MessageLB.Testing;

public abstract partial class TransportContract
{
    [Fact]
    public async Task Session_Disposed_HasEndedWithoutAReason()
    {
        var session = await OpenAsync();
        var before = session.Ended.IsCancellationRequested;

        await session.DisposeAsync();
        await session.DisposeAsync();

        Assert.False(before);
        Assert.True(session.Ended.IsCancellationRequested);
        Assert.Null(session.EndReason);
    }

    [Fact]
    public async Task Session_EndedByItsOwner_GivesBackWhatItHadAndSaysWhy()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        var first = new RecordingDeliveryHandler();
        await ReceiveAsync(session, queue, first, prefetch: 1);
        await SendAsync(await OpenAsync("sender"), string.Empty, queue, "a");
        await first.TakeAsync(1, Token);

        session.End("deaf");
        session.End("again");

        Assert.Equal("deaf", session.EndReason);
        var second = RecordingDeliveryHandler.Acking();
        await ReceiveAsync(await OpenAsync("next"), queue, second, prefetch: 1);
        Assert.Equal(("a", true), (await second.TakeAsync(1, Token)).Select(m => (m.Text, m.Redelivered)).Single());
    }

    [Fact]
    public async Task Session_Disposed_OtherSessionsLiveOn()
    {
        var session = await OpenAsync();
        var other = await OpenAsync("other");
        var queue = await DeclareQueueAsync(session);

        await session.DisposeAsync();

        await SendAsync(other, string.Empty, queue, "a");
        Assert.False(other.Ended.IsCancellationRequested);
    }

    [Fact]
    public async Task Session_Disposed_EveryCallThrowsSessionEnded()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        var publisher = await session.CreatePublisherAsync(new PublisherOptions(), new RecordingOutcomeHandler(), Token);
        var (topology, control, presence) = (session.Topology, session.Control, session.Presence);

        await session.DisposeAsync();

        await EndedAsync(async () => await publisher.PublishAsync(string.Empty, queue, new MessageProperties(), Utf8("a"), 1));
        await EndedAsync(async () => await session.CreatePublisherAsync(new PublisherOptions(), new RecordingOutcomeHandler(), Token));
        await EndedAsync(async () => await session.ReceiveAsync(new ReceiveOptions { Queue = queue, Prefetch = 1 }, new RecordingDeliveryHandler(), Token));
        await EndedAsync(async () => await topology.DeclareQueueAsync(new QueueSpec { Name = queue }, Token));
        await EndedAsync(async () => await topology.DeclareExchangeAsync(new ExchangeSpec { Name = queue, Type = ExchangeType.Topic }, Token));
        await EndedAsync(async () => await topology.BindAsync(queue, Names.IngressExchange, "#", Token));
        await EndedAsync(async () => await topology.InspectAsync(queue, Token));
        await EndedAsync(async () => await topology.DeleteQueueAsync(queue, Token));
        await EndedAsync(async () => await control.SendAsync("heartbeat.a.b", Utf8("a"), Token));
        await EndedAsync(async () => await control.SubscribeAsync("heartbeat.#", (_, _) => { }, Token));
        await EndedAsync(async () => await presence.HoldAsync(Instance, Token));
        await EndedAsync(async () => await presence.WatchAsync(Instance, _ => { }, Token));

        static Task EndedAsync(Func<Task> call) => Assert.ThrowsAsync<SessionEndedException>(call);
    }

    [Fact]
    public async Task Session_ManyAtOnce_ShareTheWorkOfAQueue()
    {
        var sender = await OpenAsync("sender");
        var queue = await DeclareQueueAsync(sender);
        var received = new Recorder<string>("deliveries of all receivers");
        for (var i = 0; i < 4; i++)
        {
            var handler = new RecordingDeliveryHandler(async (receiver, delivery) =>
            {
                await receiver.AckAsync(delivery.Tag, multiple: false);
                received.Add(System.Text.Encoding.UTF8.GetString(delivery.Body.Span));
            });
            await ReceiveAsync(await OpenAsync($"worker {i}"), queue, handler, prefetch: 3);
        }

        var sent = Numbers(300);
        await SendAsync(sender, string.Empty, queue, sent);

        await received.TakeAsync(300, Token);
        await SendAsync(sender, string.Empty, queue, "fence");
        await received.FirstAsync(t => t == "fence", "'fence'", Token);
        Assert.Equal(sent.Append("fence").Order(StringComparer.Ordinal), received.Items.Order(StringComparer.Ordinal));
    }
}

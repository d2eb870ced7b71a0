using MessageLB.InMemory;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Dispatcher.Tests.InMemory;

public sealed class InMemoryBoundsTests() : EmbeddedBroker(maxQueueLength: 10)
{
    [Fact]
    public void Options_Default_AreTheDocumentedOnes()
    {
        var transport = new InMemoryTransport();

        Assert.Equal(("embedded", "embedded", 16 * 1024 * 1024), (transport.Name, transport.Address, transport.MaxMessageSize));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData((1 << 30) + 1, 1)]
    [InlineData(1, 0)]
    [InlineData(1, 10_000_001)]
    public void Options_OutOfRange_Throw(int maxMessageSize, int maxQueueLength) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new InMemoryTransport(new InMemoryOptions { MaxMessageSize = maxMessageSize, MaxQueueLength = maxQueueLength }));

    [Theory]
    [InlineData(0)]
    [InlineData(2001)]
    public async Task Prefetch_OutOfRange_Throws(int prefetch)
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => ReceiveAsync(session, queue, new RecordingDeliveryHandler(), prefetch));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4097)]
    public async Task MaxUnconfirmed_OutOfRange_Throws(int limit)
    {
        var session = await OpenAsync();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () =>
            await session.CreatePublisherAsync(new PublisherOptions { MaxUnconfirmed = limit }, new RecordingOutcomeHandler(), Token));
    }

    [Fact]
    public async Task MaxUnconfirmed_OutcomeBeingTold_StillCounts()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        using var handler = new SlowOutcomeHandler();
        var publisher = await session.CreatePublisherAsync(new PublisherOptions { MaxUnconfirmed = 1 }, handler, Token);
        await publisher.PublishAsync(string.Empty, queue, new MessageProperties(), default, 1);
        await handler.Told.TakeAsync(1, Token);

        var second = publisher.PublishAsync(string.Empty, queue, new MessageProperties(), default, 2).AsTask();
        var whileTold = second.IsCompleted;
        handler.GoOn.Set();

        await second;
        Assert.False(whileTold);
    }

    [Theory]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public async Task RoutingKey_UpTo255Bytes(int length, bool accepted)
    {
        var session = await OpenAsync();
        var publisher = await session.CreatePublisherAsync(new PublisherOptions(), new RecordingOutcomeHandler(), Token);
        async Task Publish() => await publisher.PublishAsync(string.Empty, new string('a', length), new MessageProperties(), default, 1);

        if (accepted) await Publish();
        else await Assert.ThrowsAsync<ArgumentException>(Publish);
    }

    [Fact]
    public async Task Queue_FullByDefaultBound_RefusesExactlyWhatIsBeyond()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        await SendAsync(session, queue, Numbers(10));
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);

        var beyond = await publisher.PublishTextAsync(string.Empty, queue, "11", Token);
        var handler = new RecordingDeliveryHandler();
        await ReceiveAsync(session, queue, handler, prefetch: 1);
        await handler.TakeAsync(1, Token);
        var afterOneLeft = await publisher.PublishTextAsync(string.Empty, queue, "12", Token);

        Assert.Equal((PublishOutcome.Refused, PublishOutcome.Confirmed), (beyond, afterOneLeft));
        Assert.Equal(new QueueDepth(10, 1), await DepthAsync(session, queue));
    }

    [Fact]
    public async Task Queue_ReturnedBeyondTheBound_KeepsEverything()
    {
        var session = await OpenAsync("worker");
        var other = await OpenAsync("other");
        var queue = await DeclareQueueAsync(session);
        await SendAsync(session, queue, Numbers(10));
        var handler = new RecordingDeliveryHandler();
        await ReceiveAsync(session, queue, handler, prefetch: 5);
        await handler.TakeAsync(5, Token);
        await SendAsync(other, queue, Numbers(5));

        Transport.EndSession("worker", "killed");

        Assert.Equal(new QueueDepth(15, 0), await DepthAsync(other, queue));
    }

    [Fact]
    public async Task DeadLetter_NoPlaceForIt_IsDroppedAndCounted()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session, with: q => q with { DeadLetterExchange = "missing" });
        await SendAsync(session, queue, "a");
        var handler = new RecordingDeliveryHandler();
        var receiver = await ReceiveAsync(session, queue, handler);
        await handler.TakeAsync(1, Token);

        await receiver.RejectAsync(1);

        Assert.Equal(1, Transport.DroppedDeadLetters);
        Assert.Equal(new QueueDepth(0, 1), await DepthAsync(session, queue));
    }

    [Fact]
    public async Task Control_SubscriberFallsBehind_LosesTheOldest()
    {
        var session = await OpenAsync();
        var heard = new Recorder<string>("control messages");
        using var gate = new ManualResetEventSlim();
        await session.Control.SubscribeAsync(
            "#",
            (key, _) =>
            {
                heard.Add(key);
                gate.Wait(TestTimeouts.Happens, Token);
            },
            Token);
        await session.Control.SendAsync("first", default, Token);
        await heard.TakeAsync(1, Token);

        foreach (var number in Numbers(5000)) await session.Control.SendAsync(number, default, Token);
        gate.Set();

        var kept = await heard.TakeAsync(1 + 4096, Token);
        Assert.Equal(Numbers(5000).TakeLast(4096).Prepend("first"), kept);
    }
}

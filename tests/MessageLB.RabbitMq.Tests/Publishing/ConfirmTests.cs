using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.RabbitMq.Tests.Publishing;

/// <summary>Confirms, returns and refusals as RabbitMQ really sends them.</summary>
public sealed class ConfirmTests(LocalBroker broker) : BrokerTests(broker)
{
    [Fact]
    public async Task Publish_ThousandsPipelined_EachIsConfirmedOnce()
    {
        const int Count = 20_000;
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        var outcomes = new RecordingOutcomeHandler();
        var publisher = await session.CreatePublisherAsync(new PublisherOptions { MaxUnconfirmed = 1000 }, outcomes, Token);

        for (var i = 0UL; i < Count; i++) await publisher.PublishAsync("", queue, new MessageProperties { Persistent = true }, Utf8("a"), i);

        var told = await outcomes.TakeAsync(Count, Token);
        Assert.Equal(Enumerable.Range(0, Count).Select(i => ((ulong)i, PublishOutcome.Confirmed)), told.OrderBy(o => o.Correlation));
        Assert.Equal(Count, (await session.Topology.InspectAsync(queue, Token))!.Value.Ready);
    }

    [Fact]
    public async Task Publish_RefusedForLong_GoesOnOnAnotherChannelAndEachHasItsOneOutcome()
    {
        var time = new ShiftedTimeProvider();
        using var log = new LogRecorder();
        var session = await OpenAsync(with: o => o with { TimeProvider = time, LoggerFactory = log });
        var full = await DeclareQueueAsync(session, with: q => q with { MaxLength = 1 });
        var roomy = await DeclareQueueAsync(session, "roomy");
        var outcomes = new RecordingOutcomeHandler();
        var publisher = await session.CreatePublisherAsync(new PublisherOptions(), outcomes, Token);
        var number = 0UL;
        // A quorum queue refuses once it knows that it is full, which is a moment after it is.
        do
        {
            await publisher.PublishAsync("", full, new MessageProperties(), Utf8("a"), number);
        }
        while (await outcomes.OfAsync(number++, Token) != PublishOutcome.Refused);
        time.PutForward(RefusalWatch.FirstPatience);
        await publisher.PublishAsync("", full, new MessageProperties(), Utf8("a"), number);
        await outcomes.OfAsync(number++, Token);

        for (var last = number + 100; number < last; number++) await publisher.PublishAsync("", roomy, new MessageProperties(), Utf8($"{number}"), number);

        var told = await outcomes.TakeAsync((int)number, Token);
        Assert.Equal(Enumerable.Range(0, (int)number).Select(i => (ulong)i), told.Select(o => o.Correlation).Order());
        Assert.Equal(100, told.Count(o => o.Correlation >= number - 100 && o.Outcome == PublishOutcome.Confirmed));
        Assert.Equal(100, (await session.Topology.InspectAsync(roomy, Token))!.Value.Ready);
        Assert.False(session.Ended.IsCancellationRequested, session.EndReason);
        Assert.Single(log.Of(1008));
    }

    [Fact]
    public async Task Publish_OneReturnedAmongManyWithEqualIds_IsReportedAsReturned()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        var outcomes = new RecordingOutcomeHandler();
        var publisher = await session.CreatePublisherAsync(new PublisherOptions(), outcomes, Token);
        var properties = new MessageProperties { MessageId = "the same for all", Persistent = true };

        for (var i = 1UL; i <= 60; i++) await publisher.PublishAsync("", i == 30 ? QueueName("missing") : queue, properties, Utf8($"{i}"), i);

        var told = (await outcomes.TakeAsync(60, Token)).ToDictionary(o => o.Correlation, o => o.Outcome);
        Assert.Equal(PublishOutcome.Returned, told[30]);
        Assert.Equal(59, told.Count(o => o.Value == PublishOutcome.Confirmed));
    }

    [Fact]
    public async Task Publish_QueueDeletedInTheMiddleWithEqualIds_NothingLostIsReportedAsConfirmed()
    {
        const int Count = 2000;
        var session = await OpenAsync();
        var owner = await OpenAsync("owner");
        var queue = await DeclareQueueAsync(session, with: q => q with { Kind = QueueKind.Durable });
        var copies = await DeclareQueueAsync(session, "copies", q => q with { Kind = QueueKind.Durable });
        var outcomes = new RecordingOutcomeHandler();
        var publisher = await session.CreatePublisherAsync(new PublisherOptions(), outcomes, Token);
        var handler = new RecordingDeliveryHandler(async (receiver, delivery) => await receiver.AckAsync(delivery.Tag, multiple: false));
        await owner.StartAsync(new ReceiveOptions { Queue = copies, Prefetch = 100 }, handler, Token);

        // Every message goes to both queues; the second tells which were published before the first was gone.
        for (var i = 0UL; i < Count; i++)
        {
            if (i == Count / 2) await owner.Topology.DeleteQueueAsync(queue, Token);
            var properties = new MessageProperties { MessageId = "the same for all", Persistent = true };
            await publisher.PublishAsync("", queue, properties, Utf8($"{i}"), i);
        }

        var told = await outcomes.TakeAsync(Count, Token);
        var returned = told.Where(o => o.Outcome == PublishOutcome.Returned).Select(o => o.Correlation).ToHashSet();
        Assert.All(Enumerable.Range(Count / 2, Count / 2), i => Assert.Contains((ulong)i, returned));
        Assert.All(told, o => Assert.Contains(o.Outcome, (PublishOutcome[])[PublishOutcome.Confirmed, PublishOutcome.Returned]));
    }

    [Fact]
    public async Task Publish_AnotherUsersId_EndsTheSessionWithTheBrokersReason()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        var outcomes = new RecordingOutcomeHandler();
        var publisher = await session.CreatePublisherAsync(new PublisherOptions(), outcomes, Token);

        await publisher.PublishAsync("", queue, new MessageProperties { UserId = "somebody-else" }, Utf8("a"), 1);

        Assert.Equal(PublishOutcome.Unknown, await outcomes.OfAsync(1, Token));
        Assert.Equal(
            "RabbitMQ closed the channel that publishes: 406 PRECONDITION_FAILED - user_id property set to 'somebody-else' but authenticated user was 'guest'",
            await EndOfAsync(session));
    }

    [Fact]
    public async Task Publish_CarbonCopies_FanOutAndOnlyBlindOnesLoseTheirHeader()
    {
        var session = await OpenAsync();
        var (to, cc, bcc) = (await DeclareQueueAsync(session, "to"), await DeclareQueueAsync(session, "cc"), await DeclareQueueAsync(session, "bcc"));
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);
        var headers = new Dictionary<string, object?> { ["CC"] = new List<object?> { cc }, ["BCC"] = new List<object?> { bcc } };

        var outcome = await publisher.PublishAsync("", to, new MessageProperties { Headers = headers }, Utf8("a"), Token);

        Assert.Equal(PublishOutcome.Confirmed, outcome);
        foreach (var queue in (string[])[to, cc, bcc])
        {
            var handler = RecordingDeliveryHandler.Acking();
            await session.StartAsync(new ReceiveOptions { Queue = queue, Prefetch = 1 }, handler, Token);
            var message = Assert.Single(await handler.TakeAsync(1, Token));
            Assert.Equal(to, message.RoutingKey);
            Assert.Equal(["CC"], message.Properties.Headers!.Keys);
        }
    }

    [Fact]
    public async Task Publish_HeadersBeyondOneFrame_AreRefusedHereAndTheSessionLivesOn()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);
        var headers = new Dictionary<string, object?> { ["large"] = new byte[131_072] };

        var thrown = await Assert.ThrowsAsync<MessageTooLargeException>(() =>
            publisher.PublishAsync("", queue, new MessageProperties { Headers = headers }, Utf8("a"), Token));

        Assert.Equal((131_089, 131_052), (thrown.Size, thrown.Limit));
        Assert.Equal(
            "A message with 131,089 bytes of properties and headers exceeds the limit of 131,052 bytes; move data from the headers to the body, or raise 'frame_max' at the broker.",
            thrown.Message);
        await SendAsync(session, queue, 1);
    }

    [Fact]
    public async Task Publish_HeadersThatJustFit_Arrive()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);
        var headers = new Dictionary<string, object?> { ["large"] = new byte[131_072 - 37] };

        var outcome = await publisher.PublishAsync("", queue, new MessageProperties { Headers = headers }, Utf8("a"), Token);

        Assert.Equal(PublishOutcome.Confirmed, outcome);
    }

    [Theory]
    [InlineData("a header type that AMQP does not know")]
    [InlineData("a property beyond 255 bytes")]
    [InlineData("a routing key beyond 255 bytes")]
    public async Task Publish_WhatCannotBeWritten_ThrowsAndLaterConfirmsStillMatch(string what)
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        var outcomes = new RecordingOutcomeHandler();
        var publisher = await session.CreatePublisherAsync(new PublisherOptions(), outcomes, Token);
        var (key, properties) = what switch
        {
            "a header type that AMQP does not know" => (queue, new MessageProperties { Headers = new Dictionary<string, object?> { ["id"] = Guid.Empty } }),
            "a property beyond 255 bytes" => (queue, new MessageProperties { CorrelationId = new string('x', 256) }),
            _ => (new string('k', 256), new MessageProperties()),
        };
        await publisher.PublishAsync("", queue, new MessageProperties(), Utf8("a"), 1);

        await Assert.ThrowsAsync<MessageLBException>(async () => await publisher.PublishAsync("", key, properties, Utf8("b"), 2));
        await publisher.PublishAsync("", QueueName("missing"), new MessageProperties(), Utf8("c"), 3);
        await publisher.PublishAsync("", queue, new MessageProperties(), Utf8("d"), 4);

        Assert.Equal(
            [(1UL, PublishOutcome.Confirmed), (3UL, PublishOutcome.Returned), (4UL, PublishOutcome.Confirmed)],
            (await outcomes.TakeAsync(3, Token)).OrderBy(o => o.Correlation));
        Assert.False(session.Ended.IsCancellationRequested);
    }

    [Fact]
    public async Task Publish_OutcomeHandlerThrows_EndsTheSession()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        var publisher = await session.CreatePublisherAsync(new PublisherOptions(), new ThrowingOutcomes(), Token);

        await publisher.PublishAsync("", queue, new MessageProperties(), Utf8("a"), 1);

        Assert.Equal("The handler of publish outcomes failed: broken on purpose", await EndOfAsync(session));
    }

    [Fact]
    public async Task Publish_NoConfirmWhileStalled_EndsTheSessionInTime()
    {
        await using var proxy = LoopbackProxy.To(Broker.Uri.Port);
        var session = await OpenAsync(proxy.Through(Broker.Uri), with: o => o with { ConfirmTimeout = TimeSpan.FromSeconds(1) });
        var queue = await DeclareQueueAsync(await OpenAsync("owner"));
        var outcomes = new RecordingOutcomeHandler();
        var publisher = await session.CreatePublisherAsync(new PublisherOptions(), outcomes, Token);
        await publisher.PublishAsync("", queue, new MessageProperties(), Utf8("a"), 1);
        await outcomes.OfAsync(1, Token);

        proxy.Stall();
        var begun = TimeProvider.System.GetTimestamp();
        await publisher.PublishAsync("", queue, new MessageProperties(), Utf8("b"), 2);

        Assert.Equal("RabbitMQ has not confirmed the oldest of 1 publishes for 1 s", await EndOfAsync(session));
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(5));
        Assert.Equal(PublishOutcome.Unknown, await outcomes.OfAsync(2, Token));
    }

    [Fact]
    public async Task Publish_StallShorterThanTheLimit_IsSatOut()
    {
        await using var proxy = LoopbackProxy.To(Broker.Uri.Port);
        var session = await OpenAsync(proxy.Through(Broker.Uri), with: o => o with { ConfirmTimeout = TimeSpan.FromSeconds(20) });
        var queue = await DeclareQueueAsync(await OpenAsync("owner"));
        var outcomes = new RecordingOutcomeHandler();
        var publisher = await session.CreatePublisherAsync(new PublisherOptions(), outcomes, Token);

        proxy.Stall();
        for (var i = 1UL; i <= 50; i++) await publisher.PublishAsync("", queue, new MessageProperties(), Utf8("a"), i);
        var whileStalled = outcomes.Count;
        proxy.Resume();

        await outcomes.TakeAsync(50, Token);
        Assert.Equal(0, whileStalled);
        Assert.All(outcomes.Outcomes, o => Assert.Equal(PublishOutcome.Confirmed, o.Outcome));
        Assert.False(session.Ended.IsCancellationRequested);
    }

    private sealed class ThrowingOutcomes : IPublishOutcomeHandler
    {
        public void OnOutcome(ulong correlation, PublishOutcome outcome) => throw new InvalidOperationException("broken on purpose");
    }
}

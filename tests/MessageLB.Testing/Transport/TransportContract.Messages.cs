using MessageLB.Transport;
using Xunit;

namespace MessageLB.Testing;

public abstract partial class TransportContract
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(256)]
    [InlineData(1024 * 1024)]
    public async Task Message_BodyOfAnySize_ArrivesUnchanged(int size)
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        var body = new byte[size];
        new Random(size).NextBytes(body);
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);
        var handler = RecordingDeliveryHandler.Acking();
        await ReceiveAsync(session, queue, handler);

        await publisher.PublishAsync(string.Empty, queue, new MessageProperties(), body, Token);

        Assert.Equal(body, Assert.Single(await handler.TakeAsync(1, Token)).Body);
    }

    [Fact]
    public async Task Message_PublishedFromAReusedBuffer_KeepsItsOwnBody()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        var outcomes = new RecordingOutcomeHandler();
        var publisher = await session.CreatePublisherAsync(new PublisherOptions(), outcomes, Token);
        var buffer = new byte[512];
        var properties = new MessageProperties { Headers = new Dictionary<string, object?>() };
        var handler = RecordingDeliveryHandler.Acking();
        await ReceiveAsync(session, queue, handler, prefetch: 20);

        for (var i = 0; i < 200; i++)
        {
            buffer.AsSpan().Fill((byte)i);
            properties.MessageId = $"{i}";
            properties.Headers["n"] = (long)i;
            await publisher.PublishAsync(string.Empty, queue, properties, buffer, (ulong)i);
            buffer.AsSpan().Fill(0xEE);
            properties.MessageId = "overwritten";
            properties.Headers["n"] = -1L;
        }

        var received = await handler.TakeAsync(200, Token);
        Assert.All(received.Index(), m => Assert.All(m.Item.Body, b => Assert.Equal((byte)m.Index, b)));
        Assert.All(received.Index(), m => Assert.Equal($"{m.Index}", m.Item.Properties.MessageId));
        Assert.All(received.Index(), m => Assert.Equal((long)m.Index, m.Item.Properties.Headers!["n"]));
    }

    [Fact]
    public async Task Message_AcknowledgedInsideTheHandler_KeepsItsBodyUntilTheHandlerReturns()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        var other = await DeclareQueueAsync(session, "other");
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);
        var intact = new List<bool>();
        var handler = new RecordingDeliveryHandler(async (receiver, delivery) =>
        {
            var before = delivery.Body.ToArray();
            await receiver.AckAsync(delivery.Tag, multiple: false);
            // Gives the transport every reason to use the memory again.
            for (var i = 0; i < 5; i++) await publisher.PublishAsync(string.Empty, other, new MessageProperties(), new byte[before.Length], Token);
            intact.Add(delivery.Body.Span.SequenceEqual(before));
        });
        await ReceiveAsync(session, queue, handler);
        var outcomes = new RecordingOutcomeHandler();
        var sender = await session.CreatePublisherAsync(new PublisherOptions(), outcomes, Token);

        for (var i = 1; i <= 20; i++) await sender.PublishAsync(string.Empty, queue, new MessageProperties(), Enumerable.Repeat((byte)i, 300).ToArray(), (ulong)i);
        await handler.TakeAsync(20, Token);
        await sender.PublishAsync(string.Empty, queue, new MessageProperties(), Utf8("last"), 21);
        await handler.FirstAsync("last", Token);

        Assert.Equal(Enumerable.Repeat(true, 20), intact.Take(20));
    }

    [Fact]
    public async Task Message_EveryPropertySet_ArrivesUnchanged()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);
        var sent = new MessageProperties
        {
            ContentType = "application/json",
            ContentEncoding = "gzip",
            Headers = new Dictionary<string, object?> { ["tenant"] = "zürich" },
            Persistent = true,
            Priority = 7,
            CorrelationId = "c-1",
            ReplyTo = "answers",
            Expiration = "600000",
            MessageId = "m-1",
            Timestamp = 1_924_992_000,
            Type = "order.created",
            UserId = UserId,
            AppId = "shop",
        };
        var handler = RecordingDeliveryHandler.Acking();
        await ReceiveAsync(session, queue, handler);

        await publisher.PublishAsync(string.Empty, queue, sent, Utf8("a"), Token);

        var got = Assert.Single(await handler.TakeAsync(1, Token)).Properties;
        Assert.Equal("zürich", HeaderValues.GetText(got.Headers, "tenant"));
        got.Headers = sent.Headers;
        Assert.Equivalent(sent, got, strict: true);
    }

    [Fact]
    public async Task Message_NoPropertySet_ArrivesWithout()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);
        var handler = RecordingDeliveryHandler.Acking();
        await ReceiveAsync(session, queue, handler);

        await publisher.PublishAsync(string.Empty, queue, new MessageProperties(), Utf8("a"), Token);

        var got = Assert.Single(await handler.TakeAsync(1, Token)).Properties;
        Assert.Empty(got.Headers ?? new Dictionary<string, object?>());
        got.Headers = null;
        Assert.Equivalent(new MessageProperties(), got, strict: true);
    }

    [Fact]
    public async Task Message_HeadersOfEveryKind_ArriveUnchanged()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);
        var headers = new Dictionary<string, object?>
        {
            ["text"] = "grün",
            ["bytes"] = new byte[] { 0, 1, 254, 255 },
            ["long"] = long.MinValue,
            ["int"] = 42,
            ["double"] = 0.1,
            ["true"] = true,
            ["false"] = false,
            ["null"] = null,
            ["table"] = new Dictionary<string, object?> { ["inner"] = "deep", ["count"] = 3L, ["more"] = new Dictionary<string, object?> { ["flag"] = true } },
            ["list"] = new List<object?> { 1L, "two", true },
        };
        var handler = RecordingDeliveryHandler.Acking();
        await ReceiveAsync(session, queue, handler);

        await publisher.PublishAsync(string.Empty, queue, new MessageProperties { Headers = headers }, Utf8("a"), Token);

        var got = Assert.Single(await handler.TakeAsync(1, Token)).Properties.Headers!;
        Assert.Equal("grün", HeaderValues.GetText(got, "text"));
        Assert.Equal(new byte[] { 0, 1, 254, 255 }, got["bytes"]);
        Assert.Equal((long.MinValue, 42, 0.1, true, false, null), (got["long"], got["int"], got["double"], got["true"], got["false"], got["null"]));
        var table = Assert.IsType<IDictionary<string, object?>>(got["table"], exactMatch: false);
        Assert.Equal(("deep", 3L), (HeaderValues.GetText(table, "inner"), table["count"]));
        Assert.Equal(true, Assert.IsType<IDictionary<string, object?>>(table["more"], exactMatch: false)["flag"]);
        var list = Assert.IsType<System.Collections.IList>(got["list"], exactMatch: false);
        Assert.Equal((1L, "two", true), (list[0], list[1] is byte[] bytes ? System.Text.Encoding.UTF8.GetString(bytes) : list[1], list[2]));
        Assert.Equal(headers.Count, got.Count);
    }
}

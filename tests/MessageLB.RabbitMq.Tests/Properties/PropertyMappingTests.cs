using MessageLB.Testing;
using MessageLB.Transport;
using RabbitMQ.Client;
using Xunit;

namespace MessageLB.RabbitMq.Tests.Properties;

/// <summary>Properties and header values, between other clients' types and ours, over the real broker.</summary>
public sealed class PropertyMappingTests(LocalBroker broker) : BrokerTests(broker)
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Headers_OfEveryType_ComeAsOurTypesAndLeaveAsTheyCame()
    {
        const long Milliseconds = 1_795_262_400_000; // a publisher that confuses seconds and milliseconds
        var headers = new Dictionary<string, object?>
        {
            ["text"] = "zürich",
            ["bytes"] = new BinaryTableValue([1, 2, 255]),
            ["time"] = new AmqpTimestamp(Noon.ToUnixTimeSeconds()),
            ["confused"] = new AmqpTimestamp(Milliseconds),
            ["flag"] = true,
            ["byte"] = (byte)200,
            ["sbyte"] = (sbyte)-5,
            ["short"] = (short)-300,
            ["ushort"] = (ushort)60_000,
            ["int"] = -70_000,
            ["uint"] = 4_000_000_000u,
            ["long"] = long.MinValue,
            ["float"] = 1.5f,
            ["double"] = -0.1,
            ["decimal"] = 12.34m,
            ["none"] = null,
            ["table"] = new Dictionary<string, object?> { ["when"] = new AmqpTimestamp(0), ["deeper"] = new Dictionary<string, object?> { ["n"] = 1 } },
            ["list"] = new List<object?> { "a", new AmqpTimestamp(1), new List<object?> { 2 } },
        };
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        await PublishRawAsync(queue, new BasicProperties { Headers = headers });

        var received = await ReceiveOneAsync(session, queue);

        var got = received.Headers!;
        Assert.Equal("zürich", HeaderValues.GetText(got, "text"));
        Assert.Equal(new byte[] { 1, 2, 255 }, Assert.IsType<ReadOnlyMemory<byte>>(got["bytes"]).ToArray());
        Assert.Equal(Noon, got["time"]);
        Assert.Equal(DateTimeOffset.UnixEpoch, ((IDictionary<string, object?>)got["table"]!)["when"]);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1), ((System.Collections.IList)got["list"]!)[1]);
        Assert.All(got.Values, NothingOfTheClient);

        // Forwarded as it came, the broker has the same as before.
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);
        await publisher.PublishAsync("", queue, received, Utf8("a"), Token);
        var forwarded = (await GetRawAsync(queue)).Headers!;
        Assert.Equal(headers.Keys.Order(), forwarded.Keys.Where(k => k != "x-delivery-count").Order()); // the broker's own, on basic.get
        Assert.Equal(Utf8("zürich"), forwarded["text"]);
        Assert.Equal(new byte[] { 1, 2, 255 }, Assert.IsType<BinaryTableValue>(forwarded["bytes"]).Bytes);
        Assert.Equal(new AmqpTimestamp(Milliseconds), forwarded["confused"]);
        foreach (var name in (string[])["time", "flag", "byte", "sbyte", "short", "ushort", "int", "uint", "long", "float", "double", "decimal", "none"])
            Assert.Equal(headers[name], forwarded[name]);
        Assert.Equal(new AmqpTimestamp(0), ((IDictionary<string, object?>)forwarded["table"]!)["when"]);
        Assert.Equal(new AmqpTimestamp(1), ((System.Collections.IList)forwarded["list"]!)[1]);
    }

    [Fact]
    public async Task Properties_Absent_StayAbsent()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        await PublishRawAsync(queue, new BasicProperties());

        var received = await ReceiveOneAsync(session, queue);
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);
        await publisher.PublishAsync("", queue, received, Utf8("a"), Token);
        var forwarded = await GetRawAsync(queue);

        Assert.Equivalent(new MessageProperties { Headers = received.Headers }, received, strict: true);
        Assert.False(forwarded.IsDeliveryModePresent() || forwarded.IsPriorityPresent() || forwarded.IsTimestampPresent() || forwarded.IsMessageIdPresent()
            || forwarded.IsContentTypePresent() || forwarded.IsUserIdPresent() || forwarded.IsExpirationPresent() || forwarded.IsTypePresent());
    }

    [Fact]
    public async Task Publish_SameHeadersTwice_LeavesThemAlone()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);
        var properties = new MessageProperties { Headers = new Dictionary<string, object?> { ["when"] = Noon } };

        await publisher.PublishAsync("", queue, properties, Utf8("a"), Token);
        await publisher.PublishAsync("", queue, properties, Utf8("b"), Token);

        Assert.Equal([new KeyValuePair<string, object?>("when", Noon)], properties.Headers);
    }

    private static void NothingOfTheClient(object? value)
    {
        Assert.False(value?.GetType().Assembly == typeof(AmqpTimestamp).Assembly, $"{value}");
        if (value is IDictionary<string, object?> table) Assert.All(table.Values, NothingOfTheClient);
        else if (value is List<object?> list) Assert.All(list, NothingOfTheClient);
    }

    private static async Task<MessageProperties> ReceiveOneAsync(ITransportSession session, string queue)
    {
        var handler = new RecordingDeliveryHandler();
        await using var receiver = await session.StartAsync(new ReceiveOptions { Queue = queue, Prefetch = 1 }, handler, Token);
        var message = Assert.Single(await handler.TakeAsync(1, Token));
        Assert.True(await receiver.AckAsync(message.Tag, multiple: false));
        return message.Properties;
    }

    private async Task PublishRawAsync(string queue, BasicProperties properties)
    {
        await using var connection = await new ConnectionFactory { Uri = Broker.Uri }.CreateConnectionAsync(Token);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Token);
        await channel.BasicPublishAsync("", queue, mandatory: true, properties, Utf8("raw"), Token);
    }

    private async Task<IReadOnlyBasicProperties> GetRawAsync(string queue)
    {
        await using var connection = await new ConnectionFactory { Uri = Broker.Uri }.CreateConnectionAsync(Token);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Token);
        return (await channel.BasicGetAsync(queue, autoAck: true, Token))!.BasicProperties;
    }
}

using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.RabbitMq.Tests.Sessions;

/// <summary>Channels that are opened one ahead.</summary>
public sealed class SpareChannelTests(LocalBroker broker) : BrokerTests(broker)
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(5, 2)]
    public async Task Session_OneReceiver_HasASpareChannelBesideItIfItKeepsSome(int prefetch, int channels)
    {
        await using var session = await OpenAsync(prefetch);
        var queue = await DeclareQueueAsync(await OpenAsync("owner"));

        await session.StartAsync(new ReceiveOptions { Queue = queue, Prefetch = 1 }, RecordingDeliveryHandler.Acking(), Token);

        await Eventually.TrueAsync(async () => await ChannelsAsync("consume") == channels, $"{channels} channels are open", Token);
    }

    [Fact]
    public async Task Session_ManyReceiversAndPublishers_EachHasAChannelOfItsOwn()
    {
        await using var session = await OpenAsync(prefetch: 5);
        var queue = await DeclareQueueAsync(await OpenAsync("owner"));
        var handlers = Enumerable.Range(0, 5).Select(_ => RecordingDeliveryHandler.Acking()).ToList();

        foreach (var handler in handlers) await session.StartAsync(new ReceiveOptions { Queue = queue, Prefetch = 1 }, handler, Token);
        foreach (var i in Enumerable.Range(0, 5))
        {
            await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);
            Assert.Equal(PublishOutcome.Confirmed, await publisher.PublishTextAsync(string.Empty, queue, $"m{i}", Token));
        }

        await Eventually.TrueAsync(() => ValueTask.FromResult(handlers.Sum(h => h.Received.Count) == 5), "all are received", Token);
        Assert.Equal(6, await ChannelsAsync("consume"));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(2)]
    public async Task Session_SpareChannel_HasThePrefetchThatItsReceiverAsksFor(int prefetch)
    {
        await using var session = await OpenAsync(prefetch: 5);
        var queue = await DeclareQueueAsync(await OpenAsync("owner"));
        await session.StartAsync(new ReceiveOptions { Queue = queue, Prefetch = 1 }, new RecordingDeliveryHandler(), Token);
        await Eventually.TrueAsync(async () => await ChannelsAsync("consume") == 2, "the spare channel is open", Token);

        await session.StartAsync(new ReceiveOptions { Queue = queue, Prefetch = prefetch }, new RecordingDeliveryHandler(), Token);

        Assert.Equal($"1\n{prefetch}", await PrefetchesAsync());
    }

    private async Task<ITransportSession> OpenAsync(int prefetch) => await new RabbitMqTransport(new RabbitMqOptions { Uri = Broker.Uri })
        .OpenAsync(new SessionOptions { ClientName = $"spare {Unique}", SparePrefetch = prefetch }, Token);

    /// <summary>Prefetch of those channels of the session that consume, least first.</summary>
    private async Task<string> PrefetchesAsync()
    {
        var connections = (await Broker.RunCtlAsync(Token, "list_connections", "pid", "client_properties")).Split('\n');
        var connection = connections.Single(l => l.Contains($"spare {Unique} (consume)", StringComparison.Ordinal)).Split('\t')[0];
        var channels = (await Broker.RunCtlAsync(Token, "list_consumers", "channel_pid", "prefetch_count", "--no-table-headers")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var own = (await Broker.RunCtlAsync(Token, "list_channels", "pid", "connection")).Split('\n').Where(l => l.EndsWith(connection, StringComparison.Ordinal)).Select(l => l.Split('\t')[0]).ToHashSet();
        return string.Join('\n', channels.Select(l => l.Split('\t')).Where(cells => own.Contains(cells[0])).Select(cells => cells[1].Trim()).Order(StringComparer.Ordinal));
    }

    private async Task<int> ChannelsAsync(string which)
    {
        var lines = await Broker.RunCtlAsync(Token, "list_connections", "channels", "client_properties");
        var line = lines.Split('\n').Single(l => l.Contains($"spare {Unique} ({which})", StringComparison.Ordinal));
        return int.Parse(line.Split('\t')[0], System.Globalization.CultureInfo.InvariantCulture);
    }
}

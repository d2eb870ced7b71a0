using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.RabbitMq.Tests.Sessions;

/// <summary>Channels that are opened one ahead.</summary>
public sealed class SpareChannelTests(LocalBroker broker) : BrokerTests(broker)
{
    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public async Task Session_OneReceiver_HasASpareChannelBesideItIfItKeepsSome(bool keeps, int channels)
    {
        await using var session = await OpenAsync(keeps);
        var queue = await DeclareQueueAsync(await OpenAsync("owner"));

        await session.StartAsync(new ReceiveOptions { Queue = queue, Prefetch = 1 }, RecordingDeliveryHandler.Acking(), Token);

        await Eventually.TrueAsync(async () => await ChannelsAsync("consume") == channels, $"{channels} channels are open", Token);
    }

    [Fact]
    public async Task Session_ManyReceiversAndPublishers_EachHasAChannelOfItsOwn()
    {
        await using var session = await OpenAsync(keeps: true);
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

    private async Task<ITransportSession> OpenAsync(bool keeps) => await new RabbitMqTransport(new RabbitMqOptions { Uri = Broker.Uri })
        .OpenAsync(new SessionOptions { ClientName = $"spare {Unique}", KeepsSpareChannels = keeps }, Token);

    private async Task<int> ChannelsAsync(string which)
    {
        var lines = await Broker.RunCtlAsync(Token, "list_connections", "channels", "client_properties");
        var line = lines.Split('\n').Single(l => l.Contains($"spare {Unique} ({which})", StringComparison.Ordinal));
        return int.Parse(line.Split('\t')[0], System.Globalization.CultureInfo.InvariantCulture);
    }
}

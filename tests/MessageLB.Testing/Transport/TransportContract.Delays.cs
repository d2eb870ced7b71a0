using MessageLB.Transport;
using Xunit;

namespace MessageLB.Testing;

public abstract partial class TransportContract
{
    [Fact]
    public async Task TimeToLive_Over_TheMessageGoesToTheQueueThatItsKeyNames()
    {
        var session = await OpenAsync();
        var target = await DeclareQueueAsync(session, "target");
        var (exchange, delay) = await DeclareDelayAsync(session, TimeSpan.FromMilliseconds(150));
        var arrived = RecordingDeliveryHandler.Acking();
        await ReceiveAsync(session, target, arrived);

        await SendAsync(session, exchange, target, "a", "b");

        var letters = await arrived.TakeAsync(2, Token);
        Assert.Equal(["a", "b"], letters.Select(l => l.Text));
        Assert.All(letters, l => Assert.Equal((string.Empty, target, delay), (l.Exchange, l.RoutingKey, HeaderValues.GetText(l.Properties.Headers, "x-first-death-queue"))));
    }

    [Fact]
    public async Task TimeToLive_OfTwoQueuesInARow_TheMessagePassesBoth()
    {
        var session = await OpenAsync();
        var target = await DeclareQueueAsync(session, "target");
        var (second, _) = await DeclareDelayAsync(session, TimeSpan.FromMilliseconds(100));
        var (first, _) = await DeclareDelayAsync(session, TimeSpan.FromMilliseconds(120), "between", deadLetterTo: second);
        var arrived = RecordingDeliveryHandler.Acking();
        await ReceiveAsync(session, target, arrived);

        await SendAsync(session, first, target, "a");

        Assert.Equal("a", Assert.Single(await arrived.TakeAsync(1, Token)).Text);
    }

    [Fact]
    public async Task TimeToLive_LongerThanTheMessagesOwnExpiration_TheShorterOneCounts()
    {
        var session = await OpenAsync();
        var target = await DeclareQueueAsync(session, "target");
        var (exchange, _) = await DeclareDelayAsync(session, TimeSpan.FromHours(1));
        var arrived = RecordingDeliveryHandler.Acking();
        await ReceiveAsync(session, target, arrived);
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);

        await publisher.PublishAsync(exchange, target, new MessageProperties { MessageId = "m", Persistent = true, Expiration = "100" }, Utf8("a"), Token);

        Assert.Null(Assert.Single(await arrived.TakeAsync(1, Token)).Properties.Expiration);
    }

    [Fact]
    public async Task DeliveryLimit_Exceeded_TheMessageIsADeadLetter()
    {
        var session = await OpenAsync();
        var dead = await DeclareQueueAsync(session, "dead");
        var queue = await DeclareQueueAsync(session, with: q => q with { DeadLetterExchange = "", DeadLetterRoutingKey = dead, DeliveryLimit = 2 });
        var deadLetters = RecordingDeliveryHandler.Acking();
        await ReceiveAsync(session, dead, deadLetters);
        var returning = new RecordingDeliveryHandler(async (receiver, delivery) => await receiver.ReturnAsync(delivery.Tag));
        await ReceiveAsync(session, queue, returning);

        await SendAsync(session, string.Empty, queue, "poison");

        var letter = Assert.Single(await deadLetters.TakeAsync(1, Token));
        Assert.Equal(("poison", "delivery_limit"), (letter.Text, HeaderValues.GetText(letter.Properties.Headers, "x-first-death-reason")));
        Assert.Equal(3, returning.Received.Count);
    }

    private async Task<(string Exchange, string Queue)> DeclareDelayAsync(ITransportSession session, TimeSpan life, string name = "delay", string deadLetterTo = "")
    {
        var exchange = await DeclareExchangeAsync(session, ExchangeType.Fanout, name);
        var queue = await DeclareQueueAsync(session, name, q => q with { TimeToLive = life, DeadLetterExchange = deadLetterTo });
        await session.Topology.BindAsync(queue, exchange, string.Empty, Token);
        return (exchange, queue);
    }
}

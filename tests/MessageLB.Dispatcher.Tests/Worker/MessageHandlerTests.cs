using System.Text;
using MessageLB.Dispatcher.Tests.Worker.Fakes;
using MessageLB.Transport;
using MessageLB.Worker;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Worker;

public sealed class MessageHandlerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Handle_JsonBody_GetsTheValue()
    {
        var handler = new OrderHandler();

        var result = await handler.HandleAsync(NewMessage("""{"id":"7","amount":2.5}"""), Token);

        Assert.Equal(HandlerResult.Done, result);
        Assert.Equal([new Order("7", 2.5)], handler.Handled);
    }

    [Theory]
    [InlineData("{\"id\":\"7\",\n\"amount\":\"secret\"}", "a body of 29 bytes is not JSON for Order (line 2, byte 17)")]
    [InlineData("", "a body of 0 bytes is not JSON for Order (line 1, byte 0)")]
    [InlineData("null", "a body of 4 bytes reads as null, not as Order")]
    public async Task Handle_UnreadableBody_IsDroppedWithAReasonThatDoesNotQuoteIt(string body, string reason)
    {
        var handler = new OrderHandler();

        var result = await handler.HandleAsync(NewMessage(body), Token);

        Assert.Equal((HandlerResultKind.Drop, reason), (result.Kind, result.Reason));
        Assert.Empty(handler.Handled);
    }

    [Fact]
    public async Task Handle_OwnDeserializer_IsUsed()
    {
        var handler = new OrderHandler(new LineDeserializer());

        await handler.HandleAsync(NewMessage("7;2.5"), Token);
        var unreadable = await handler.HandleAsync(NewMessage("secret"), Token);

        Assert.Equal([new Order("7", 2.5)], handler.Handled);
        Assert.Equal("a body of 6 bytes does not read as Order (IndexOutOfRangeException)", unreadable.Reason);
    }

    [Fact]
    public async Task Worker_UnreadableBody_BecomesADeadLetterAndIsCounted()
    {
        await using var rig = new WorkerRig(handler: new OrderHandler());
        var session = await rig.StartAsync();

        await WorkerRig.DeliverAsync(session, "no json");

        await WorkerRig.CallsAsync(session, "ack 1");
        var heartbeat = await WorkerRig.HeartbeatAsync(session, h => h.Failed == 1, "the message");
        Assert.Equal(0, heartbeat.Done);
        Assert.Equal((1, 1, 0), (rig.Worker.Status.Dropped, rig.Worker.Status.Unreadable, rig.Worker.Status.Exceptions));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public void Result_WithoutAReason_IsRefused(string? reason)
    {
        Assert.ThrowsAny<ArgumentException>(() => HandlerResult.Retry(reason!));
        Assert.ThrowsAny<ArgumentException>(() => HandlerResult.Drop(reason!));
        Assert.ThrowsAny<ArgumentException>(() => HandlerResult.Return(reason!));
    }

    private static Message NewMessage(string body) => new(Encoding.UTF8.GetBytes(body), new MessageProperties());

    private sealed record Order(string Id, double Amount);

    private sealed class OrderHandler(IMessageDeserializer? deserializer = null) : MessageHandler<Order>(deserializer)
    {
        public List<Order> Handled { get; } = [];

        protected override ValueTask<HandlerResult> HandleAsync(Order value, Message message, CancellationToken cancellationToken)
        {
            Handled.Add(value);
            return new ValueTask<HandlerResult>(HandlerResult.Done);
        }
    }

    private sealed class LineDeserializer : IMessageDeserializer
    {
        public T? Deserialize<T>(Message message)
        {
            var parts = Encoding.UTF8.GetString(message.Body.Span).Split(';');
            return (T)(object)new Order(parts[0], double.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture));
        }
    }
}

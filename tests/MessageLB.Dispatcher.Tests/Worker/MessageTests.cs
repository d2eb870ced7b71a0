using System.Text;
using MessageLB.Dispatcher.Tests.Worker.Fakes;
using MessageLB.Transport;
using MessageLB.Worker;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Worker;

public sealed class MessageTests
{
    [Fact]
    public async Task Message_HandedOver_ShowsWhatThePublisherSent()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();

        await WorkerRig.DeliverAsync(session, "m", attempt: 3, dispatcher: "d7");

        var message = (await rig.CallAsync("m")).Message;
        Assert.Equal((Names.IngressExchange, "order.eu.new", "id-m"), (message.Exchange, message.RoutingKey, message.MessageId));
        Assert.Equal((3, "orders", "a", "d7"), (message.Attempt, message.Group, message.Destination, message.Dispatcher));
        Assert.Equal(("text/plain", "berlin", null), (message.Properties.ContentType, message.GetHeader("shop"), message.GetHeader("absent")));
        Assert.False(message.Redelivered);
    }

    [Fact]
    public async Task Message_WithoutADispatcher_ShowsTheDelivery()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();

        await session.DeliverAsync(new MessageProperties(), Encoding.UTF8.GetBytes("m"), redelivered: true);

        var message = (await rig.CallAsync("m")).Message;
        Assert.Equal((string.Empty, "messagelb.work.orders.a", null), (message.Exchange, message.RoutingKey, message.MessageId));
        Assert.Equal((1, null, true), (message.Attempt, message.Dispatcher, message.Redelivered));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("many")]
    [InlineData("99999999999")]
    public async Task Attempt_NotANumberFromOne_IsTheFirst(string header)
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();

        await WorkerRig.DeliverAsync(session, "m", with: p => p.Headers![HeaderNames.Attempt] = header);

        Assert.Equal(1, (await rig.CallAsync("m")).Message.Attempt);
    }

    [Fact]
    public async Task Body_DuringAndAfterTheCall_IsACopyAndThenEmpty()
    {
        await using var rig = new WorkerRig(o => o.Concurrency = 2);
        var session = await rig.StartAsync();
        var body = Enumerable.Range(0, 70_000).Select(i => (byte)i).ToArray();

        await session.DeliverAsync(new MessageProperties(), body);
        var call = (await rig.Handler.Calls.TakeAsync(1, TestContext.Current.CancellationToken))[0];
        var during = call.Message.Body.ToArray();
        call.Finish(HandlerResult.Done);
        await WorkerRig.HeartbeatAsync(session, h => h.Done == 1, "the message");

        Assert.Equal(body, during);
        Assert.Equal(0, call.Message.Body.Length);
    }

    [Fact]
    public async Task Body_Empty_IsEmpty()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();

        await session.DeliverAsync(new MessageProperties(), []);

        Assert.Empty((await rig.CallAsync(string.Empty)).Body);
    }
}

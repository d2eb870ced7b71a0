using MessageLB.Transport;
using Xunit;

namespace MessageLB.Testing;

public abstract partial class TransportContract
{
    [Fact]
    public async Task SingleActive_SeveralReceivers_OnlyTheFirstGetsMessages()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session, with: q => q with { SingleActive = true });
        var first = RecordingDeliveryHandler.Acking();
        var second = RecordingDeliveryHandler.Acking();
        await ReceiveAsync(session, queue, first, prefetch: 1);
        await ReceiveAsync(session, queue, second);

        await SendAsync(session, string.Empty, queue, Numbers(20));

        Assert.Equal(Numbers(20), (await first.TakeAsync(20, Token)).Select(m => m.Text));
        Assert.Empty(second.Received);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SingleActive_FirstGoes_NextGetsWhatItLeftFirstAndInOrder(bool ofItsOwnAccord)
    {
        var session = await OpenAsync("first");
        var other = await OpenAsync("second");
        var queue = await DeclareQueueAsync(session, with: q => q with { SingleActive = true });
        var first = new RecordingDeliveryHandler();
        var second = RecordingDeliveryHandler.Acking();
        var receiver = await session.StartAsync(new ReceiveOptions { Queue = queue, Prefetch = 50, KeepOrder = true }, first, Token);
        await other.StartAsync(new ReceiveOptions { Queue = queue, Prefetch = 50, KeepOrder = true }, second, Token);
        await SendAsync(session, string.Empty, queue, Numbers(200));
        var taken = await first.TakeAsync(50, Token);
        await receiver.AckAsync(taken[2].Tag, multiple: true);
        await first.TakeAsync(53, Token);

        if (ofItsOwnAccord)
        {
            await receiver.StopAsync();
            await receiver.AckAsync(taken[4].Tag, multiple: true);
            Assert.Empty(second.Received);
            await receiver.DisposeAsync();
        }
        else
        {
            await session.DisposeAsync();
        }

        var settled = ofItsOwnAccord ? 5 : 3;
        Assert.Equal(Numbers(200).Skip(settled), (await second.TakeAsync(200 - settled, Token)).Select(m => m.Text));
    }
}

using System.Text;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.RabbitMq.Tests.Control;

/// <summary>Control messages in numbers: memory stays bounded, nothing stays unacknowledged.</summary>
public sealed class ControlBusTests(LocalBroker broker) : BrokerTests(broker)
{
    [Fact]
    public async Task Subscribe_HandlerStuck_OldestAreDroppedAndTheRestComes()
    {
        const int Sent = 15_000;
        const int Kept = 10_000 + 512; // queue and prefetch
        var sender = await OpenAsync("sender");
        await sender.Topology.DeclareExchangesAsync(Token);
        var subscriber = await OpenAsync("subscriber");
        using var gate = new ManualResetEventSlim();
        var heard = new Recorder<string>("control messages");
        await subscriber.Control.SubscribeAsync(
            $"heartbeat.{Unique}",
            (_, body) =>
            {
                var text = Encoding.UTF8.GetString(body);
                gate.Wait(Token);
                heard.Add(text);
            },
            Token);

        for (var i = 1; i <= Sent; i++) await sender.Control.SendAsync($"heartbeat.{Unique}", Utf8($"{i}"), Token);
        await Eventually.TrueAsync(async () => await ReadyAsync() == 10_000, "the subscriber's queue is full", Token);
        gate.Set();

        var last = await heard.FirstAsync(t => t == $"{Sent}", "the last message", Token);
        Assert.Equal($"{Sent}", last);
        Assert.InRange(heard.Count, 10_000, Kept);
        Assert.Equal("1", heard.Items[0]);
        Assert.Equal(heard.Items.Select(int.Parse).Order(), heard.Items.Select(int.Parse));
    }

    [Fact]
    public async Task Subscribe_FewMessages_AreAcknowledgedWithoutWaitingForMore()
    {
        var time = new SteppingTimeProvider();
        var session = await OpenAsync("subscriber", o => o with { TimeProvider = time });
        await session.Topology.DeclareExchangesAsync(Token);
        var heard = new Recorder<string>("control messages");
        await session.Control.SubscribeAsync($"heartbeat.{Unique}", (_, body) => heard.Add(Encoding.UTF8.GetString(body)), Token);
        await session.Control.SendAsync($"heartbeat.{Unique}", Utf8("1"), Token);
        await heard.TakeAsync(1, Token);

        await Eventually.TrueAsync(
            async () =>
            {
                time.FireEvery(TimeSpan.FromSeconds(1));
                return (await QueuesAsync("messages_unacknowledged")).All(n => n == 0);
            },
            "everything is acknowledged",
            Token);
    }

    [Fact]
    public async Task Subscribe_ExchangeMissing_SaysWhatToDo()
    {
        var vhost = $"empty-{Unique}";
        await Broker.AddVirtualHostAsync(vhost, Token);
        var session = await OpenAsync(Broker.UriFor(virtualHost: vhost));

        var thrown = await Assert.ThrowsAsync<MessageLBException>(async () => await session.Control.SubscribeAsync("heartbeat.#", (_, _) => { }, Token));

        Assert.Equal(
            $"Cannot subscribe to 'heartbeat.#' on exchange 'messagelb.control': NOT_FOUND - no exchange 'messagelb.control' in vhost '{vhost}'. Declare it first.",
            thrown.Message);
        Assert.False(session.Ended.IsCancellationRequested);
        await session.DisposeAsync();
        await Broker.RunCtlAsync(Token, "delete_vhost", vhost);
    }

    private async ValueTask<int> ReadyAsync() => (await QueuesAsync("messages_ready")).Max();

    private async Task<int[]> QueuesAsync(string column)
    {
        var shown = await Broker.RunCtlAsync(Token, "list_queues", "name", column);
        return [.. shown.Split('\n').Where(l => l.StartsWith("amq.gen-", StringComparison.Ordinal)).Select(l => int.Parse(l.Split('\t')[1], System.Globalization.CultureInfo.InvariantCulture))];
    }
}

using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.RabbitMq.Tests.Presence;

/// <summary>The presence token on RabbitMQ: how fast a death is heard, and what must not be taken for one.</summary>
public sealed class PresenceTests(LocalBroker broker) : BrokerTests(broker)
{
    private WorkerInstance Instance => new("presence", "a", Unique);

    [Fact]
    public async Task Watch_WorkersConnectionCut_HearsLostAtOnce()
    {
        await using var proxy = LoopbackProxy.To(Broker.Uri.Port);
        var worker = await OpenAsync(proxy.Through(Broker.Uri), "worker");
        await worker.Presence.HoldAsync(Instance, Token);
        var heard = new Recorder<PresenceEnd>("ends of presence");
        var watcher = await OpenAsync("dispatcher");
        await watcher.Presence.WatchAsync(Instance, heard.Add, Token);

        var begun = TimeProvider.System.GetTimestamp();
        proxy.Cut();

        Assert.Equal([PresenceEnd.Lost], await heard.TakeAsync(1, Token));
        var elapsed = TimeProvider.System.GetElapsedTime(begun);
        TestContext.Current.TestOutputHelper?.WriteLine($"heard after {elapsed.TotalMilliseconds:0.0} ms");
        Assert.InRange(elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Watch_WorkersConnectionClosedByAnOperator_HearsLost()
    {
        var worker = await OpenAsync("worker");
        await worker.Presence.HoldAsync(Instance, Token);
        var heard = new Recorder<PresenceEnd>("ends of presence");
        var watcher = await OpenAsync("dispatcher");
        await watcher.Presence.WatchAsync(Instance, heard.Add, Token);

        await Broker.RunCtlAsync(Token, "close_connection", await ConnectionPidAsync($"worker {Unique} (control)"), "test");

        Assert.Equal([PresenceEnd.Lost], await heard.TakeAsync(1, Token));
        await EndOfAsync(worker);
    }

    [Fact]
    public async Task Watch_TwoWatchersAndADeath_OneHearsLostAndNobodyHearsLeft()
    {
        var worker = await OpenAsync("worker");
        await worker.Presence.HoldAsync(Instance, Token);
        var first = new Recorder<PresenceEnd>("ends of presence");
        var second = new Recorder<PresenceEnd>("ends of presence");
        var (one, other) = (await OpenAsync("dispatcher 1"), await OpenAsync("dispatcher 2"));
        await one.Presence.WatchAsync(Instance, first.Add, Token);
        await other.Presence.WatchAsync(Instance, second.Add, Token);

        await worker.DisposeAsync();

        await Eventually.TrueAsync(() => new ValueTask<bool>(first.Count + second.Count == 1), "one of the watchers has heard", Token);
        await one.DisposeAsync();
        await other.DisposeAsync();
        Assert.Equal([PresenceEnd.Lost], first.Items.Concat(second.Items));
    }

    [Fact]
    public async Task Watch_MoreThanTheChannelsOfAConnection_AreWatchedOnFurtherOnes()
    {
        const int count = 9;
        var workers = Enumerable.Range(0, count).Select(i => new WorkerInstance("presence", "a", $"{Unique}-{i}")).ToList();
        var worker = await OpenAsync("worker");
        foreach (var instance in workers) await worker.Presence.HoldAsync(instance, Token);
        var heard = new Recorder<PresenceEnd>("ends of presence");
        // Sixteen of them are kept free, so four watches fit on a connection.
        var watcher = await OpenAsync("dispatcher", options => options with { ChannelMax = 20 });
        foreach (var instance in workers) Assert.NotNull(await watcher.Presence.WatchAsync(instance, heard.Add, Token));

        Assert.NotEmpty(await ConnectionPidAsync($"dispatcher {Unique} (control) 3"));
        await worker.DisposeAsync();

        Assert.Equal(Enumerable.Repeat(PresenceEnd.Lost, count), await heard.TakeAsync(count, Token));
    }

    [Fact]
    public async Task Hold_AgainBeforeTheOldConnectionIsMissed_TokenGoesToTheNewOne()
    {
        await using var proxy = LoopbackProxy.To(Broker.Uri.Port);
        var old = await OpenAsync(proxy.Through(Broker.Uri), "worker, old");
        await old.Presence.HoldAsync(Instance, Token);
        proxy.Stall(); // the broker still believes in the old connection
        var renewed = await OpenAsync("worker, renewed");

        await renewed.Presence.HoldAsync(Instance, Token);

        var heard = new Recorder<PresenceEnd>("ends of presence");
        var watcher = await OpenAsync("dispatcher");
        await watcher.Presence.WatchAsync(Instance, heard.Add, Token);
        proxy.Cut();
        await EndOfAsync(old);
        await Eventually.TrueAsync(
            async () => await watcher.Topology.InspectAsync(Names.PresenceQueue(Instance), Token) == new QueueDepth(0, 2),
            "the broker has missed the old connection",
            Token);
        Assert.Empty(heard.Items);
        await renewed.DisposeAsync();
        Assert.Equal([PresenceEnd.Lost], await heard.TakeAsync(1, Token));
    }

    [Fact]
    public async Task Hold_QueueDeletedByAnOperator_EndsTheSessionOfTheHolder()
    {
        var worker = await OpenAsync("worker");
        await worker.Presence.HoldAsync(Instance, Token);

        await (await OpenAsync("operator")).Topology.DeleteQueueAsync(Names.PresenceQueue(Instance), Token);

        Assert.Equal($"The presence queue '{Names.PresenceQueue(Instance)}' was deleted", await EndOfAsync(worker));
    }

    [Fact]
    public async Task Hold_Renewed_KeepsOneToken()
    {
        var time = new SteppingTimeProvider();
        var worker = await OpenAsync("worker", o => o with { TimeProvider = time });
        await worker.Presence.HoldAsync(Instance, Token);
        var heard = new Recorder<PresenceEnd>("ends of presence");
        var watcher = await OpenAsync("dispatcher");
        await watcher.Presence.WatchAsync(Instance, heard.Add, Token);
        var queue = Names.PresenceQueue(Instance);

        for (var i = 0; i < 5; i++)
        {
            time.FireEvery(TimeSpan.FromMinutes(10));
            await Eventually.TrueAsync(async () => await UnacknowledgedAsync(queue) == 1, "one token is held", Token);
        }

        Assert.Empty(heard.Items);
        await worker.DisposeAsync();
        Assert.Equal([PresenceEnd.Lost], await heard.TakeAsync(1, Token));
    }

    [Fact]
    public async Task Queue_OfAnInstance_ExpiresByItself()
    {
        var worker = await OpenAsync("worker");
        await worker.Presence.HoldAsync(Instance, Token);

        var shown = await Broker.RunCtlAsync(Token, "list_queues", "name", "durable", "arguments");

        Assert.Equal(
            [$"{Names.PresenceQueue(Instance)}\ttrue\t[{{\"x-expires\",60000}}]"],
            shown.Split('\n').Where(l => l.Contains(Unique, StringComparison.Ordinal)));
    }

    private async ValueTask<int> UnacknowledgedAsync(string queue)
    {
        var shown = await Broker.RunCtlAsync(Token, "list_queues", "name", "messages_unacknowledged");
        var row = shown.Split('\n').Single(l => l.StartsWith(queue, StringComparison.Ordinal));
        return int.Parse(row.Split('\t')[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}

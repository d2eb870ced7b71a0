using System.Text;
using MessageLB.Dispatcher.DeadLetters;
using MessageLB.InMemory;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Dispatcher.Tests.DeadLetters;

/// <summary>The dead letters of the group <c>orders</c> on the embedded transport and manual time. Nobody takes from ingress unless the test does.</summary>
internal sealed class OfficeRig : IAsyncDisposable
{
    private readonly InMemoryTransport _transport;
    private ITransportSession _outside = null!;
    private ITransportSession _session = null!;
    private ConfirmingPublisher _publisher = null!;

    private OfficeRig() => _transport = new InMemoryTransport(new InMemoryOptions { Time = Time });

    public static string Dead { get; } = Names.DeadQueue("orders");

    public static string Ingress { get; } = Names.IngressQueue("orders");

    public ManualTimeProvider Time { get; } = new();

    public PassTally Tally { get; } = new();

    public DeadLetterOffice Office { get; private set; } = null!;

    public ITransportSession Session => _session;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<OfficeRig> StartAsync(params string[] ids)
    {
        var rig = new OfficeRig();
        rig._outside = await rig._transport.OpenAsync(new SessionOptions { ClientName = "outside" }, Token);
        rig._session = await rig._transport.OpenAsync(new SessionOptions { ClientName = "office" }, Token);
        await rig._outside.Topology.DeclareExchangesAsync(Token);
        await rig._outside.Topology.DeclareGroupAsync("orders", ["order.#"], Token);
        rig._publisher = await ConfirmingPublisher.CreateAsync(rig._outside, Token);
        rig.Office = new DeadLetterOffice(rig._session, "orders", rig.Time);
        foreach (var id in ids) await rig.BuryAsync(id, "Boom: x");
        return rig;
    }

    /// <summary>Makes a dead letter.</summary>
    public async Task BuryAsync(string id, string error, string? run = null)
    {
        var headers = new Dictionary<string, object?> { [HeaderNames.DeadReason] = "attempts", [HeaderNames.LastError] = error, [HeaderNames.Attempt] = "5", [HeaderNames.RoutingKey] = "order.new", [HeaderNames.Exchange] = Names.IngressExchange };
        if (run is not null) headers[HeaderNames.ReplayRun] = run;
        Assert.Equal(PublishOutcome.Confirmed, await _publisher.PublishAsync(Names.DeadExchange, "orders", new MessageProperties { MessageId = id, Headers = headers }, Encoding.UTF8.GetBytes(id), Token));
    }

    /// <summary>Puts a message straight into the queue of dead letters.</summary>
    public async Task PublishAsync(string id, params (string Name, object? Value)[] headers) => Assert.Equal(
        PublishOutcome.Confirmed,
        await _publisher.PublishAsync(Names.DeadExchange, "orders", new MessageProperties { MessageId = id, Headers = headers.ToDictionary(h => h.Name, h => h.Value) }, Encoding.UTF8.GetBytes(id), Token));

    /// <summary>Lets time pass once the replay waits for it: its look at the queue, and the wait itself.</summary>
    public async Task PassesAsync(TimeSpan time)
    {
        await Time.WaitForTimersAsync(2, Token);
        Time.Advance(time);
    }

    public Task CameBackAsync(int count) => Eventually.TrueAsync(() => ValueTask.FromResult(Tally.CameBack == count), $"{count} came back", Token);

    /// <summary>Plays a worker at which every message becomes a dead letter again.</summary>
    public async Task FailEverythingAsync()
    {
        var handler = new RecordingDeliveryHandler(async (receiver, delivery) =>
        {
            var id = delivery.Properties.MessageId!;
            var run = HeaderValues.GetText(delivery.Properties.Headers, HeaderNames.ReplayRun);
            await receiver.AckAsync(delivery.Tag, multiple: false);
            await BuryAsync(id, "Boom: again", run);
        });
        handler.Attach(await _outside.ReceiveAsync(new ReceiveOptions { Queue = Ingress, Prefetch = 1 }, handler, Token));
    }

    /// <summary>Ids of the messages in a queue, in order; they stay there.</summary>
    public async Task<List<string>> IdsAsync(string queue) => [.. (await PeekAsync(queue)).Select(m => m.Properties.MessageId!)];

    /// <summary>The messages in a queue, in order; they stay there.</summary>
    public async Task<IReadOnlyList<ReceivedMessage>> PeekAsync(string queue)
    {
        var ready = (int)(await _outside.Topology.InspectAsync(queue, Token))!.Value.Ready;
        if (ready == 0) return [];
        var handler = new RecordingDeliveryHandler((_, _) => ValueTask.CompletedTask);
        await using var receiver = await _outside.ReceiveAsync(new ReceiveOptions { Queue = queue, Prefetch = 2000 }, handler, Token);
        handler.Attach(receiver);
        return await handler.TakeAsync(ready, Token);
    }

    public async Task ReadyInAsync(string queue, int ready) =>
        await Eventually.TrueAsync(async () => (await _outside.Topology.InspectAsync(queue, Token))?.Ready == ready, $"{ready} messages are in {queue}", Token);

    public Task DeleteIngressAsync() => _outside.Topology.DeleteQueueAsync(Ingress, Token).AsTask();

    public Task<PassEnd> ReplayAsync(ReplayOptions options) => ReplayUntilAsync(options, Token);

    public Task<PassEnd> ReplayUntilAsync(ReplayOptions options, CancellationToken stop) => Office.ReplayAsync(options, Tally, stop);

    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync();
        await _outside.DisposeAsync();
    }
}

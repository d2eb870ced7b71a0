using MessageLB.Core.Configuration;
using MessageLB.Core.Routing;
using MessageLB.Dispatcher.Explaining;
using MessageLB.Dispatcher.Registry;
using MessageLB.Dispatcher.Retries;
using MessageLB.Dispatcher.Sessions;
using MessageLB.InMemory;
using MessageLB.Testing;
using MessageLB.Transport;
using Microsoft.Extensions.Logging;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Retries;

/// <summary>
/// The group <c>orders</c> with its destination <c>a</c>, on the embedded transport and manual time: a dispatcher's session that hands over
/// and decides about failed messages. The test plays publisher and worker.
/// </summary>
internal sealed class RetryRig : IAsyncDisposable
{
    private const string Dispatcher = "test";

    private readonly InMemoryTransport _transport;
    private readonly DestinationRegistry _registry;
    private ITransportSession _outside = null!;
    private ITransportSession _session = null!;
    private ConfirmingPublisher _publisher = null!;
    private CancellationTokenSource _ended = null!;
    private Task _running = Task.CompletedTask;

    private RetryRig(GroupConfig group)
    {
        _transport = new InMemoryTransport(new InMemoryOptions { Time = Time });
        _registry = new DestinationRegistry(new MessageLBConfig { Groups = [group] }, new DispatcherIdentity(Dispatcher), Time, new Logger<DestinationRegistry>(Log));
        _registry.Clock.Attend(true);
    }

    public static string Work { get; } = Names.WorkQueue("orders", "a");

    public static string Dead { get; } = Names.DeadQueue("orders");

    public ManualTimeProvider Time { get; } = new();

    public LogRecorder Log { get; } = new();

    public GroupRuntime Group => _registry.Groups[0];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<RetryRig> StartAsync(RetryConfig? retry = null, Func<GroupConfig, GroupConfig>? with = null)
    {
        var group = new GroupConfig { Name = "orders", Window = WindowConfig.Concurrency(0), Retry = (retry ?? new RetryConfig()) with { Jitter = 0 } };
        var rig = new RetryRig(with?.Invoke(group) ?? group);
        rig._outside = await rig.OpenAsync("outside");
        rig._session = await rig.OpenAsync("dispatcher");
        await rig._outside.Topology.DeclareExchangesAsync(Token);
        rig._publisher = await ConfirmingPublisher.CreateAsync(rig._outside, Token);
        rig._ended = CancellationTokenSource.CreateLinkedTokenSource(rig._session.Ended);
        var parts = new FlowParts(new DispatcherIdentity(Dispatcher), RoutingPolicyRegistry.BuiltIn, static () => [], new DebugDecisions(rig.Time), 1 << 20, rig.Time);
        rig._running = Task.WhenAll(
            new GroupSession(rig._session, rig.Group, new QueueLooker(rig._session, rig._registry, rig.Time), GroupStart.WithSession, parts, TestTimeouts.Happens, rig.Log).RunAsync(rig._ended.Token),
            new GroupRetries(rig._session, rig.Group, new DelaySteps(rig._session), parts, TestTimeouts.Happens, rig.Log).RunAsync(rig._ended.Token));
        await Eventually.TrueAsync(() => ValueTask.FromResult(rig.Group.Prepared), "the queues are declared", Token);
        await rig._outside.Topology.DeclareQueueAsync(TopologySpecs.WorkQueue("orders", "a"), Token);
        var heartbeat = new Heartbeat { Group = "orders", Destination = "a", Instance = "life", Sequence = 1, State = WorkerState.Ready, IntervalMs = 60_000, Concurrency = 100 };
        Assert.Equal(MessageLB.Core.Heartbeats.HeartbeatVerdict.Accepted, rig.Group.OnHeartbeat(heartbeat));
        return rig;
    }

    public async Task PublishAsync(string id, string? expiration = null, params (string Name, string Value)[] headers)
    {
        var properties = new MessageProperties { MessageId = id, Persistent = true, Expiration = expiration, Headers = headers.ToDictionary(h => h.Name, object? (h) => h.Value) };
        Assert.Equal(PublishOutcome.Confirmed, await _publisher.PublishAsync(Names.IngressExchange, "orders.new", properties, "body"u8.ToArray(), Token));
    }

    /// <summary>The worker takes the next message, and does with it what the test says.</summary>
    public async Task<ReceivedMessage> TakeAsync(string queue, Func<IReceiver, ulong, ValueTask<bool>> settle)
    {
        await using var session = await OpenAsync("taker");
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // One only: what comes back at once is the next taker's.
        var handler = new RecordingDeliveryHandler(async (receiver, delivery) =>
        {
            if (delivery.Tag != 1) return;
            await settle(receiver, delivery.Tag);
            settled.SetResult();
        });
        await using var receiver = await session.ReceiveAsync(new ReceiveOptions { Queue = queue, Prefetch = 1 }, handler, Token);
        handler.Attach(receiver);
        var message = (await handler.TakeAsync(1, Token))[0];
        // The end of the session takes back whatever is not settled by then.
        await settled.Task;
        return message;
    }

    public Task<ReceivedMessage> TakeAsync(string queue) => TakeAsync(queue, (receiver, tag) => receiver.AckAsync(tag, multiple: false));

    /// <summary>The worker takes the next message and fails as its SDK does.</summary>
    public async Task<ReceivedMessage> FailAsync(string error)
    {
        var message = await TakeAsync(Work);
        var properties = new MessageProperties();
        properties.CopyFrom(message.Properties);
        var attempt = int.Parse(HeaderValues.GetText(properties.Headers, HeaderNames.Attempt)!, System.Globalization.CultureInfo.InvariantCulture);
        properties.Headers![HeaderNames.Attempt] = $"{attempt + 1}";
        properties.Headers[HeaderNames.Error] = error;
        Assert.Equal(PublishOutcome.Confirmed, await _publisher.PublishAsync("", Names.RetryQueue("orders"), properties, message.Body, Token));
        return message;
    }

    public async Task<long> ReadyAsync(string queue) => (await _outside.Topology.InspectAsync(queue, Token))?.Ready ?? 0;

    public Task ReadyInAsync(string queue, int ready) =>
        Eventually.TrueAsync(async () => await ReadyAsync(queue) == ready, $"{ready} messages are in {queue}", Token);

    public async Task DeleteQueueAsync(string queue) => await _outside.Topology.DeleteQueueAsync(queue, Token);

    public async Task DeclareDeadQueueAsync()
    {
        await _outside.Topology.DeclareQueueAsync(TopologySpecs.DeadQueue("orders"), Token);
        await _outside.Topology.BindAsync(Dead, Names.DeadExchange, "orders", Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _session.DisposeAsync();
        await _outside.DisposeAsync();
        _ended.Dispose();
    }

    private async Task<ITransportSession> OpenAsync(string name) => await _transport.OpenAsync(new SessionOptions { ClientName = name }, Token);
}

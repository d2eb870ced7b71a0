using MessageLB.Core.Configuration;
using MessageLB.Core.Routing;
using MessageLB.Dispatcher.Explaining;
using MessageLB.Dispatcher.Registry;
using MessageLB.Dispatcher.Rescue;
using MessageLB.Dispatcher.Sessions;
using MessageLB.Dispatcher.Tests.Rescue;
using MessageLB.InMemory;
using MessageLB.Testing;
using MessageLB.Transport;
using Microsoft.Extensions.Logging;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Fallback;

/// <summary>Several groups of a dispatcher on the embedded transport and manual time; the test plays workers and publisher.</summary>
internal sealed class FallbackRig : IAsyncDisposable
{
    private const string Dispatcher = "test";

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly InMemoryTransport _transport = new();
    private readonly DestinationRegistry _registry;
    private readonly Dictionary<string, int> _lives = [];
    private ITransportSession _outside = null!;
    private ITransportSession _session = null!;
    private ConfirmingPublisher _publisher = null!;
    private CancellationTokenSource _ended = null!;
    private Task _running = Task.CompletedTask;

    private FallbackRig(IReadOnlyList<GroupConfig> groups)
    {
        var config = new MessageLBConfig { Groups = [.. groups.Select(g => g with { Algorithm = "round_robin", Window = WindowConfig.Concurrency(0) })] };
        Assert.Empty(ConfigValidator.Validate(config).Errors);
        _registry = new DestinationRegistry(config, new DispatcherIdentity(Dispatcher), Time, new Logger<DestinationRegistry>(Log));
        _registry.Clock.Attend(true);
    }

    public ManualTimeProvider Time { get; } = new();

    public LogRecorder Log { get; } = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Starts groups that hand over by turns. Nobody is there yet, and the dispatcher has listened for long enough to know.</summary>
    public static async Task<FallbackRig> StartAsync(params GroupConfig[] groups)
    {
        var rig = new FallbackRig(groups);
        rig._outside = await rig.OpenAsync("outside");
        rig._session = await rig.OpenAsync("dispatcher");
        await rig._outside.Topology.DeclareExchangesAsync(Token);
        rig._publisher = await ConfirmingPublisher.CreateAsync(rig._outside, Token);
        rig._ended = CancellationTokenSource.CreateLinkedTokenSource(rig._session.Ended);
        var parts = new FlowParts(new DispatcherIdentity(Dispatcher), RoutingPolicyRegistry.BuiltIn, static () => [], new DebugDecisions(rig.Time), 1 << 20, rig.Time);
        var looker = new QueueLooker(rig._session, rig._registry, rig.Time);
        rig._running = Task.WhenAll(rig._registry.Groups.SelectMany(group => new[]
        {
            new GroupSession(rig._session, group, looker, GroupStart.WithSession, parts, TestTimeouts.Happens, rig.Log).RunAsync(rig._ended.Token),
            new GroupRescue(rig._session, group, new SoleOwner(), parts, TestTimeouts.Happens, rig.Log).RunAsync(rig._ended.Token),
        }));
        await Eventually.TrueAsync(() => ValueTask.FromResult(rig._registry.Groups.All(g => g.Prepared)), "the queues are declared", Token);
        rig.Pass(new HealthMonitoringConfig().MissedAfter(TimeSpan.Zero) + Step);
        return rig;
    }

    public GroupRuntime Group(string name) => _registry.Find(name)!;

    /// <summary>A worker comes, with a lease that outlasts the test. What is handed to it waits in its queue.</summary>
    public async Task JoinAsync(string group, string name)
    {
        await _outside.Topology.DeclareQueueAsync(TopologySpecs.WorkQueue(group, name), Token);
        var instance = $"life{_lives[group + name] = _lives.GetValueOrDefault(group + name) + 1}";
        var heartbeat = new Heartbeat { Group = group, Destination = name, Instance = instance, Sequence = 1, State = WorkerState.Ready, IntervalMs = 60_000, Concurrency = 100 };
        Assert.Equal(MessageLB.Core.Heartbeats.HeartbeatVerdict.Accepted, Group(group).OnHeartbeat(heartbeat));
    }

    /// <summary>A worker dies.</summary>
    public void Die(string group, string name) =>
        Group(group).OnPresenceEnded(new WorkerInstance(group, name, $"life{_lives[group + name]}"), PresenceEnd.Lost);

    public async Task PublishAsync(string group, string id, MessageProperties? properties = null)
    {
        var sent = properties ?? new MessageProperties();
        sent.MessageId = id;
        sent.Persistent = true;
        Assert.Equal(PublishOutcome.Confirmed, await _publisher.PublishAsync(Names.IngressExchange, group, sent, "body"u8.ToArray(), Token));
    }

    /// <summary>Sends a message as a worker or another group would, straight to the ingress queue.</summary>
    public async Task SendBackAsync(string group, string id, params (string Name, string Value)[] headers)
    {
        var properties = new MessageProperties { MessageId = id, Persistent = true, Headers = headers.ToDictionary(h => h.Name, object? (h) => h.Value) };
        Assert.Equal(PublishOutcome.Confirmed, await _publisher.PublishAsync("", Names.IngressQueue(group), properties, "body"u8.ToArray(), Token));
    }

    /// <summary>Lets time pass in steps as small as those of the dispatcher's own tick.</summary>
    public void Pass(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += Step) PassStep();
    }

    /// <summary>Lets time pass until something is so: however slow this machine is, the dispatcher has had its time.</summary>
    public Task PassUntilAsync(string queue, int ready) => Eventually.TrueAsync(
        async () =>
        {
            PassStep();
            return await ReadyAsync(queue) == ready;
        },
        $"{ready} messages are in {queue}",
        Token);

    /// <summary>Waits, while time stands still.</summary>
    public Task ReadyInAsync(string queue, int ready) =>
        Eventually.TrueAsync(async () => await ReadyAsync(queue) == ready, $"{ready} messages are in {queue}", Token);

    public async Task<long?> ReadyAsync(string queue) => (await _outside.Topology.InspectAsync(queue, Token))?.Ready;

    /// <summary>Takes the messages of a queue.</summary>
    public async Task<IReadOnlyList<ReceivedMessage>> TakeAsync(string queue, int count)
    {
        await using var session = await OpenAsync("taker");
        var handler = RecordingDeliveryHandler.Acking();
        handler.Attach(await session.ReceiveAsync(new ReceiveOptions { Queue = queue, Prefetch = 10 }, handler, Token));
        return await handler.TakeAsync(count, Token);
    }

    /// <summary>Stops the dispatcher.</summary>
    public async Task StopAsync()
    {
        await _ended.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _session.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _outside.DisposeAsync();
        _ended.Dispose();
    }

    private async Task<ITransportSession> OpenAsync(string name) => await _transport.OpenAsync(new SessionOptions { ClientName = name }, Token);

    private void PassStep()
    {
        Time.Advance(Step);
        _registry.Tick();
    }
}

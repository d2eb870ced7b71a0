using MessageLB.Core.Configuration;
using MessageLB.Core.Routing;
using MessageLB.Dispatcher.Explaining;
using MessageLB.Dispatcher.Pipeline;
using MessageLB.Dispatcher.Registry;
using MessageLB.Dispatcher.Sessions;
using MessageLB.InMemory;
using MessageLB.Testing;
using MessageLB.Transport;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Rules;

/// <summary>One group's flow on the embedded transport and manual time; the test plays workers and publisher.</summary>
internal sealed class RuleRig : IAsyncDisposable
{
    private const string Dispatcher = "test";

    private readonly Dictionary<string, (long Sequence, long Done)> _workers = [];
    private readonly FlowParts _parts;
    private readonly ITransportSession _workerSession;
    private readonly ConfirmingPublisher _publisher;
    private ITransportSession _session;
    private HandOverFlow _flow = null!;

    private RuleRig(GroupConfig config, InMemoryTransport transport, ITransportSession session, ITransportSession worker, ConfirmingPublisher publisher)
    {
        Transport = transport;
        _session = session;
        _workerSession = worker;
        _publisher = publisher;
        Group = new GroupRuntime(config, Dispatcher, new RegistryClock(Time), Time, NullLogger.Instance);
        _parts = new FlowParts(new DispatcherIdentity(Dispatcher), RoutingPolicyRegistry.BuiltIn, static () => [], new DebugDecisions(Time), 1 << 20, Time);
    }

    public InMemoryTransport Transport { get; }

    public ManualTimeProvider Time { get; } = new();

    public GroupRuntime Group { get; }

    public Recorder<Handed> Handed { get; } = new("hand-overs");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Starts the flow of a group that hands over by turns, with destinations that are not ready yet.</summary>
    public static async Task<RuleRig> StartAsync(GroupConfig config, params string[] destinations)
    {
        var transport = new InMemoryTransport();
        var session = await transport.OpenAsync(new SessionOptions { ClientName = "dispatcher" }, Token);
        var worker = await transport.OpenAsync(new SessionOptions { ClientName = "worker" }, Token);
        await session.Topology.DeclareExchangesAsync(Token);
        await session.Topology.DeclareGroupAsync(config.Name, ["#"], Token);
        var rig = new RuleRig(config with { Algorithm = "round_robin", Window = WindowConfig.Concurrency(0) }, transport, session, worker, await ConfirmingPublisher.CreateAsync(worker, Token));
        foreach (var name in destinations) await rig.DeclareAsync(name);
        rig._flow = await HandOverFlow.StartAsync(session, rig.Group, new IngressSource(rig.Group, rig.Time), rig._parts, Token);
        return rig;
    }

    public async Task PublishAsync(string id, byte? priority = null, params (string Name, object? Value)[] headers)
    {
        var properties = new MessageProperties { MessageId = id, Persistent = true, Priority = priority, Headers = headers.ToDictionary(header => header.Name, header => header.Value) };
        Assert.Equal(PublishOutcome.Confirmed, await _publisher.PublishAsync(Names.IngressExchange, "any", properties, "body"u8.ToArray(), Token));
    }

    /// <summary>Waits until so many messages wait in the dispatcher.</summary>
    public Task WaitingAsync(int count) => Eventually.TrueAsync(() => ValueTask.FromResult(Group.Rules!.Tenants.Sum(tenant => tenant.Waiting) == count), $"{count} messages wait", Token);

    /// <summary>A destination reports that it is there and takes so many at a time.</summary>
    public void Ready(string name, int window) => Report(name, WorkerState.Ready, window, done: 0);

    /// <summary>A destination reports that it has settled so many more.</summary>
    public void Done(string name, int window, int count) => Report(name, WorkerState.Ready, window, count);

    /// <summary>A destination reports that it takes no messages.</summary>
    public void Fails(string name) => Report(name, WorkerState.Failed, 1, done: 0);

    public Task<IReadOnlyList<Handed>> HandedAsync(int count) => Handed.TakeAsync(count, Token);

    /// <summary>Waits until the dispatcher has set its timer, and moves the clock there.</summary>
    public async Task AdvanceToTimerAsync(TimeSpan expected)
    {
        await Eventually.TrueAsync(() => ValueTask.FromResult(Time.NextDue == expected), $"the timer is set to {expected}", Token);
        Time.Advance(expected);
    }

    public async Task<QueueDepth?> DepthAsync(string queue) => await _workerSession.Topology.InspectAsync(queue, Token);

    public Task ReadyInAsync(string queue, int count) => Eventually.TrueAsync(async () => (await DepthAsync(queue))?.Ready == count, $"{count} messages are ready in {queue}", Token);

    public async Task<bool> StopAsync() => await _flow.StopAsync(TestTimeouts.Happens, _session.Ended);

    /// <summary>Ends the session and starts the flow in the next one.</summary>
    public async Task LoseSessionAsync()
    {
        await _session.DisposeAsync();
        await _flow.AbandonAsync();
        _session = await Transport.OpenAsync(new SessionOptions { ClientName = "dispatcher" }, Token);
        _flow = await HandOverFlow.StartAsync(_session, Group, new IngressSource(Group, Time), _parts, Token);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _session.DisposeAsync();
        await _workerSession.DisposeAsync();
    }

    public async Task DeclareQueueAsync(string group) => await _workerSession.Topology.DeclareGroupAsync(group, [], Token);

    private async Task DeclareAsync(string name)
    {
        await _workerSession.Topology.DeclareQueueAsync(TopologySpecs.WorkQueue(Group.Config.Name, name), Token);
        var handler = new RecordingDeliveryHandler(async (receiver, delivery) =>
        {
            var message = ReceivedMessage.Of(delivery);
            Handed.Add(new Handed(name, message.Properties.MessageId!, Time.Elapsed, message.Properties));
            await receiver.AckAsync(delivery.Tag, multiple: false);
        });
        handler.Attach(await _workerSession.ReceiveAsync(new ReceiveOptions { Queue = Names.WorkQueue(Group.Config.Name, name), Prefetch = 1000 }, handler, Token));
    }

    private void Report(string name, WorkerState state, int concurrency, int done)
    {
        var (sequence, before) = _workers.GetValueOrDefault(name);
        _workers[name] = (sequence + 1, before + done);
        Group.OnHeartbeat(new Heartbeat
        {
            Group = Group.Config.Name,
            Destination = name,
            Instance = name + "-1",
            Sequence = sequence + 1,
            State = state,
            Concurrency = concurrency,
            Done = before + done,
            DoneBy = new Dictionary<string, long> { [Dispatcher] = before + done },
        });
    }
}

using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Core.Routing;
using MessageLB.Dispatcher.Explaining;
using MessageLB.Dispatcher.Holding;
using MessageLB.Dispatcher.Pipeline;
using MessageLB.Dispatcher.Registry;
using MessageLB.Dispatcher.Results;
using MessageLB.Dispatcher.Sessions;
using MessageLB.Dispatcher.Tests.Rescue;
using MessageLB.InMemory;
using MessageLB.Testing;
using MessageLB.Transport;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Holding;

/// <summary>One group in hold mode on the embedded transport and manual time: its ingress, its results, its lost destinations. The test plays workers and publisher.</summary>
internal sealed class HoldRig : IAsyncDisposable
{
    public const string Dispatcher = "test";

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly List<HoldWorker> _workers = [];
    private readonly InMemoryTransport _transport = new();
    private readonly RegistryClock _clock;
    private readonly DestinationRegistry _registry;
    private readonly FlowParts _parts;
    private ITransportSession _publisherSession = null!;
    private ITransportSession _session = null!;
    private ConfirmingPublisher _publisher = null!;
    private CancellationTokenSource _ended = null!;
    private Task _rescuing = null!;

    private HoldRig(GroupConfig config)
    {
        _clock = new RegistryClock(Time);
        _clock.Attend(true);
        var own = config with { Algorithm = "round_robin", Window = WindowConfig.Concurrency(0), Delivery = DeliveryMode.Hold };
        Group = new GroupRuntime(own, Dispatcher, _clock, Time, Logs);
        _registry = new DestinationRegistry(MessageLBConfig.Default with { Groups = [own] }, new DispatcherIdentity(Dispatcher), Time, NullLogger<DestinationRegistry>.Instance);
        _parts = new FlowParts(new DispatcherIdentity(Dispatcher), RoutingPolicyRegistry.BuiltIn, static () => [], new DebugDecisions(Time), 1 << 20, Time);
    }

    public ManualTimeProvider Time { get; } = new();

    public LogRecorder Logs { get; } = new();

    public GroupRuntime Group { get; }

    public HandOverFlow Flow { get; private set; } = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Starts a group that hands over by turns, as many at a time as a destination handles at once.</summary>
    public static async Task<HoldRig> StartAsync(GroupConfig? config = null)
    {
        var rig = new HoldRig(config ?? GroupConfig.Default);
        rig._publisherSession = await rig.OpenAsync("publisher");
        rig._publisher = await ConfirmingPublisher.CreateAsync(rig._publisherSession, Token);
        await rig._publisherSession.Topology.DeclareExchangesAsync(Token);
        await rig._publisherSession.Topology.DeclareGroupAsync(rig.Group.Config.Name, ["#"], Token);
        await rig.StartSessionAsync();
        return rig;
    }

    /// <summary>A worker joins, says that it is ready, and takes so many at a time.</summary>
    public async Task<HoldWorker> JoinAsync(string name, int window)
    {
        var worker = new HoldWorker(this, name, await OpenAsync("worker"));
        await worker.ConsumeAsync();
        worker.Report(window);
        _workers.Add(worker);
        return worker;
    }

    public async Task PublishAsync(params string[] ids)
    {
        foreach (var id in ids) await PublishAsync(new MessageProperties { MessageId = id, Persistent = true });
    }

    public async Task PublishAsync(MessageProperties properties, int size = 4) =>
        Assert.Equal(PublishOutcome.Confirmed, await _publisher.PublishAsync(Names.IngressExchange, "any", properties, new byte[size], Token));

    public DestinationState Destination(string name) => Group.All().Single(d => d.Name == name);

    public DestinationView View(string name) => Group.View().Single(v => v.State.Name == name);

    public async Task<QueueDepth?> DepthAsync(string queue) => await _publisherSession.Topology.InspectAsync(queue, Token);

    /// <summary>Waits until so many messages are in hold.</summary>
    public Task InHoldAsync(int count) => TrueAsync(() => Group.Hold.Messages == count, $"{count} messages are in hold");

    public static Task TrueAsync(Func<bool> holds, string what) => Eventually.TrueAsync(() => ValueTask.FromResult(holds()), what, Token);

    /// <summary>Takes what comes to a queue of failed messages.</summary>
    public async Task<RecordingDeliveryHandler> TakeAsync(string queue)
    {
        var handler = RecordingDeliveryHandler.Acking();
        await _publisherSession.StartAsync(new ReceiveOptions { Queue = queue, Prefetch = 10 }, handler, Token);
        return handler;
    }

    /// <summary>Lets time pass in steps as small as those of the dispatcher's own tick.</summary>
    public void Pass(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += Step) PassStep();
    }

    /// <summary>Lets time pass until something is so.</summary>
    public Task PassUntilAsync(Func<bool> holds, string what) => Eventually.TrueAsync(
        () =>
        {
            PassStep();
            return ValueTask.FromResult(holds());
        },
        what,
        Token);

    /// <summary>Ends the dispatcher's session and starts the next one.</summary>
    public async Task LoseSessionAsync()
    {
        await _session.DisposeAsync();
        await Flow.AbandonAsync();
        await EndRescueAsync();
        foreach (var destination in Group.All()) Group.Resync(destination.Name, await DepthAsync(destination.Queue));
        await StartSessionAsync();
    }

    /// <summary>Stops the flow as the dispatcher does.</summary>
    public Task<bool> StopAsync(TimeSpan limit) => Flow.StopAsync(limit, _session.Ended);

    public async ValueTask DisposeAsync()
    {
        await EndRescueAsync();
        await _session.DisposeAsync();
        await Flow.AbandonAsync();
        foreach (var worker in _workers) await worker.Session.DisposeAsync();
        await _publisherSession.DisposeAsync();
    }

    private void PassStep()
    {
        Time.Advance(Step);
        Group.Tick(1);
    }

    private async Task<ITransportSession> OpenAsync(string name) => await _transport.OpenAsync(new SessionOptions { ClientName = name }, Token);

    private async Task StartSessionAsync()
    {
        _session = await OpenAsync("dispatcher");
        _ended = CancellationTokenSource.CreateLinkedTokenSource(_session.Ended);
        Group.Prepared = true;
        await ResultIntake.SubscribeAsync(_session.Control, Group, Time, Token);
        Flow = await HandOverFlow.StartAsync(_session, Group, new IngressSource(Group, Time), _parts, Token);
        _rescuing = new HoldRescue(_session, Group, new QueueLooker(_session, _registry, Time), new SoleOwner(), Time, Logs).RunAsync(_ended.Token);
    }

    private async Task EndRescueAsync()
    {
        await _ended.CancelAsync();
        await _rescuing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}

using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Core.Routing;
using MessageLB.Dispatcher.Explaining;
using MessageLB.Dispatcher.Ordering;
using MessageLB.Dispatcher.Pipeline;
using MessageLB.Dispatcher.Registry;
using MessageLB.Dispatcher.Rescue;
using MessageLB.Dispatcher.Sessions;
using MessageLB.InMemory;
using MessageLB.Testing;
using MessageLB.Transport;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Rescue;

/// <summary>One group's ingress and rescues on the embedded transport and manual time; the test plays workers and publisher.</summary>
internal sealed class RescueRig : IAsyncDisposable
{
    public const string Dispatcher = "test";

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly List<FakeWorker> _workers = [];
    private readonly FlowParts _parts;
    private readonly RegistryClock _clock;
    private ITransportSession _publisherSession = null!;
    private ITransportSession _session = null!;
    private ConfirmingPublisher _publisher = null!;
    private HandOverFlow _flow = null!;
    private CancellationTokenSource _ended = null!;
    private Task _rescuing = null!;

    private RescueRig(GroupConfig config)
    {
        _clock = new RegistryClock(Time);
        _clock.Attend(true);
        Group = new GroupRuntime(config with { Algorithm = "round_robin", Window = WindowConfig.Concurrency(0) }, Dispatcher, _clock, Time, NullLogger.Instance);
        _parts = new FlowParts(new DispatcherIdentity(Dispatcher), RoutingPolicyRegistry.BuiltIn, static () => [], new DebugDecisions(Time), 1 << 20, Time);
    }

    public InMemoryTransport Transport { get; } = new();

    public ManualTimeProvider Time { get; } = new();

    public GroupRuntime Group { get; }

    public SoleOwner Owners { get; } = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Starts a group that hands over by turns, as many at a time as a destination handles at once.</summary>
    public static async Task<RescueRig> StartAsync(GroupConfig? config = null)
    {
        var rig = new RescueRig(config ?? GroupConfig.Default);
        rig._publisherSession = await rig.OpenAsync("publisher");
        rig._publisher = await ConfirmingPublisher.CreateAsync(rig._publisherSession, Token);
        await rig._publisherSession.Topology.DeclareExchangesAsync(Token);
        await rig._publisherSession.Topology.DeclareGroupAsync(rig.Group.Config.Name, ["#"], Token);
        await rig.StartSessionAsync();
        return rig;
    }

    /// <summary>A worker joins and says that it is ready.</summary>
    public async Task<FakeWorker> JoinAsync(string name, int window)
    {
        var worker = new FakeWorker(this, name, await OpenAsync("worker"));
        await worker.ConsumeAsync();
        worker.Report(window);
        _workers.Add(worker);
        return worker;
    }

    public async Task PublishAsync(params string[] ids)
    {
        foreach (var id in ids) await PublishAsync(new MessageProperties { MessageId = id, Persistent = true });
    }

    public async Task PublishAsync(MessageProperties properties) =>
        Assert.Equal(PublishOutcome.Confirmed, await _publisher.PublishAsync(Names.IngressExchange, "any", properties, "body"u8.ToArray(), Token));

    public DestinationState Destination(string name) => Group.All().Single(d => d.Name == name);

    public DestinationCondition Condition(string name) => Group.View().Single(v => v.State.Name == name).Condition;

    public Task<QueueDepth?> DepthAsync(string destination) => _publisherSession.Topology.InspectAsync(Names.WorkQueue(Group.Config.Name, destination), Token).AsTask();

    public Task DepthIsAsync(string destination, long ready, int consumers) =>
        Eventually.TrueAsync(async () => await DepthAsync(destination) == new QueueDepth(ready, consumers), $"{ready} messages and {consumers} consumers are at {destination}", Token);

    public static Task TrueAsync(Func<bool> holds, string what) => Eventually.TrueAsync(() => ValueTask.FromResult(holds()), what, Token);

    /// <summary>A look at a destination's queue, as the dispatcher makes them at level 0.</summary>
    public async Task LookAsync(string destination)
    {
        var taken = Destination(destination).Credit.Taken;
        Group.OnQueueSeen(destination, await DepthAsync(destination), taken);
    }

    /// <summary>Lets time pass in steps as small as those of the dispatcher's own tick.</summary>
    public void Pass(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += Step) PassStep();
    }

    /// <summary>Lets time pass until something is so: however slow this machine is, the dispatcher has had its time.</summary>
    public Task PassUntilAsync(Func<ValueTask<bool>> holds, string what) => Eventually.TrueAsync(
        () =>
        {
            PassStep();
            return holds();
        },
        what,
        Token);

    /// <summary>The same until a worker has so many deliveries. It goes on to report, or a slow machine would take it for lost.</summary>
    public Task PassUntilAsync(FakeWorker worker, int deliveries) => PassUntilAsync(
        () =>
        {
            worker.Repeat();
            return ValueTask.FromResult(worker.Deliveries >= deliveries);
        },
        $"{worker.Name} has {deliveries} deliveries");

    /// <summary>The same until this is at a destination.</summary>
    public Task PassUntilAsync(string destination, long ready, int consumers) =>
        PassUntilAsync(async () => await DepthAsync(destination) == new QueueDepth(ready, consumers), $"{ready} messages and {consumers} consumers are at {destination}");

    /// <summary>Ends the dispatcher's session and starts the next one, as it does: books first.</summary>
    public async Task LoseSessionAsync()
    {
        await _session.DisposeAsync();
        await _flow.AbandonAsync();
        await EndRescuesAsync();
        foreach (var destination in Group.All()) Group.Resync(destination.Name, await DepthAsync(destination.Name));
        await StartSessionAsync();
    }

    /// <summary>The same once all that was handed over is settled: what is not comes again, which not every test wants.</summary>
    public async Task LoseSettledSessionAsync()
    {
        Assert.True(await _flow.StopAsync(TestTimeouts.Happens, _session.Ended));
        await LoseSessionAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await EndRescuesAsync();
        await _flow.StopAsync(TestTimeouts.Happens, _session.Ended);
        await _session.DisposeAsync();
        foreach (var worker in _workers) await worker.Session.DisposeAsync();
        await _publisherSession.DisposeAsync();
    }

    public async Task<ITransportSession> OpenAsync(string name) => await Transport.OpenAsync(new SessionOptions { ClientName = name }, Token);

    private void PassStep()
    {
        Time.Advance(Step);
        Group.Tick(1);
    }

    private async Task StartSessionAsync()
    {
        _session = await OpenAsync("dispatcher");
        _ended = CancellationTokenSource.CreateLinkedTokenSource(_session.Ended);
        Group.Prepared = true;
        Group.Order?.Reset();
        _flow = await HandOverFlow.StartAsync(_session, Group, new IngressSource(Group, Time), _parts, Token);
        _rescuing = Group.Order is null
            ? new GroupRescue(_session, Group, Owners, _parts, TestTimeouts.Happens, NullLogger.Instance).RunAsync(_ended.Token)
            : new OrderKeeper(_session, Group, Owners, _parts, TestTimeouts.Happens, NullLogger.Instance).RunAsync(_ended.Token);
    }

    private async Task EndRescuesAsync()
    {
        await _ended.CancelAsync();
        await _rescuing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ended.Dispose();
    }
}

using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Core.Routing;
using MessageLB.Dispatcher.Explaining;
using MessageLB.Dispatcher.Pipeline;
using MessageLB.Dispatcher.Registry;
using MessageLB.Dispatcher.Sessions;
using MessageLB.InMemory;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Rigs;

/// <summary>
/// One group's ingress and rescues on the embedded transport and manual time; the test plays workers and publisher. The group hands over by turns, as many at a time as a
/// destination handles at once.
/// </summary>
internal abstract class FlowRig : IAsyncDisposable
{
    public const string Dispatcher = "test";

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly List<ITransportSession> _others = [];
    private readonly RegistryClock _clock;
    private ConfirmingPublisher _publisher = null!;
    private CancellationTokenSource _ended = null!;
    private Task _rescuing = null!;

    protected FlowRig(GroupConfig config)
    {
        _clock = new RegistryClock(Time);
        _clock.Attend(true);
        Config = config with { Algorithm = "round_robin", Window = WindowConfig.Concurrency(0) };
        Group = new GroupRuntime(Config, Dispatcher, _clock, Time, Logs);
        Parts = new FlowParts(new DispatcherIdentity(Dispatcher), RoutingPolicyRegistry.BuiltIn, static () => [], new DebugDecisions(Time), 1 << 20, Time);
    }

    public InMemoryTransport Transport { get; } = new();

    public ManualTimeProvider Time { get; } = new();

    public LogRecorder Logs { get; } = new();

    public GroupRuntime Group { get; }

    public HandOverFlow Flow { get; private set; } = null!;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected GroupConfig Config { get; }

    protected FlowParts Parts { get; }

    /// <summary>The publisher's, which lives as long as the rig.</summary>
    protected ITransportSession Publisher { get; private set; } = null!;

    /// <summary>The dispatcher's.</summary>
    protected ITransportSession Session { get; private set; } = null!;

    public static Task TrueAsync(Func<bool> holds, string what) => Eventually.TrueAsync(() => ValueTask.FromResult(holds()), what, Token);

    public async Task PublishAsync(params string[] ids)
    {
        foreach (var id in ids) await PublishAsync(new MessageProperties { MessageId = id, Persistent = true });
    }

    /// <summary>Publishes one of the given size; its text is "body", again and again.</summary>
    public async Task PublishAsync(MessageProperties properties, int size = 4)
    {
        var body = new byte[size];
        for (var i = 0; i < size; i++) body[i] = "body"u8[i % 4];
        Assert.Equal(PublishOutcome.Confirmed, await _publisher.PublishAsync(Names.IngressExchange, "any", properties, body, Token));
    }

    public DestinationState Destination(string name) => Group.All().Single(d => d.Name == name);

    public DestinationView View(string name) => Group.View().Single(v => v.State.Name == name);

    /// <summary>What waits in a queue, and who takes from it; null if there is no such queue.</summary>
    public async Task<QueueDepth?> QueueAsync(string queue) => await Publisher.Topology.InspectAsync(queue, Token);

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

    /// <summary>The same.</summary>
    public Task PassUntilAsync(Func<bool> holds, string what) => PassUntilAsync(() => ValueTask.FromResult(holds()), what);

    /// <summary>Ends the dispatcher's session and starts the next one, as it does: books first.</summary>
    public async Task LoseSessionAsync()
    {
        await Session.DisposeAsync();
        await Flow.AbandonAsync();
        await EndRescuesAsync();
        foreach (var destination in Group.All()) Group.Resync(destination.Name, await QueueAsync(destination.Queue));
        await StartSessionAsync();
    }

    /// <summary>Stops the flow as the dispatcher does; true if all that was handed over was settled within the limit.</summary>
    public Task<bool> StopAsync(TimeSpan limit) => Flow.StopAsync(limit, Session.Ended);

    /// <summary>A session that ends with the rig.</summary>
    public async Task<ITransportSession> OpenAsync(string name)
    {
        var session = await Transport.OpenAsync(new SessionOptions { ClientName = name }, Token);
        _others.Add(session);
        return session;
    }

    public virtual async ValueTask DisposeAsync()
    {
        await EndRescuesAsync();
        await Session.DisposeAsync();
        await Flow.AbandonAsync();
        foreach (var other in _others) await other.DisposeAsync();
    }

    /// <summary>Declares the group and starts the dispatcher's first session.</summary>
    protected async Task OpenAsync()
    {
        Publisher = await OpenAsync("publisher");
        _publisher = await ConfirmingPublisher.CreateAsync(Publisher, Token);
        await Publisher.Topology.DeclareExchangesAsync(Token);
        await Publisher.Topology.DeclareGroupAsync(Group.Config.Name, ["#"], Token);
        await StartSessionAsync();
    }

    /// <summary>What is to be so before the flow of a session starts.</summary>
    protected virtual Task PrepareAsync() => Task.CompletedTask;

    /// <summary>Hands what waits at lost destinations to others until told to end.</summary>
    protected abstract Task RescueAsync(CancellationToken ended);

    protected async Task EndRescuesAsync()
    {
        await _ended.CancelAsync();
        await _rescuing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void PassStep()
    {
        Time.Advance(Step);
        Group.Tick(1);
    }

    private async Task StartSessionAsync()
    {
        Session = await Transport.OpenAsync(new SessionOptions { ClientName = "dispatcher" }, Token);
        _ended = CancellationTokenSource.CreateLinkedTokenSource(Session.Ended);
        Group.Prepared = true;
        await PrepareAsync();
        Flow = await HandOverFlow.StartAsync(Session, Group, new IngressSource(Group, Time), Parts, Token);
        _rescuing = RescueAsync(_ended.Token);
    }
}

using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Dispatcher.Ordering;
using MessageLB.Dispatcher.Rescue;
using MessageLB.Dispatcher.Tests.Rigs;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Rescue;

/// <summary>One group in hand-off mode: its ingress and its rescues.</summary>
internal sealed class RescueRig : FlowRig
{
    private RescueRig(GroupConfig config)
        : base(config)
    {
    }

    public SoleOwner Owners { get; } = new();

    public static async Task<RescueRig> StartAsync(GroupConfig? config = null)
    {
        var rig = new RescueRig(config ?? GroupConfig.Default);
        await rig.OpenAsync();
        return rig;
    }

    /// <summary>A worker joins and says that it is ready.</summary>
    public async Task<FakeWorker> JoinAsync(string name, int window)
    {
        var worker = new FakeWorker(this, name, await OpenAsync("worker"));
        await worker.ConsumeAsync();
        worker.Report(window);
        return worker;
    }

    public DestinationCondition Condition(string name) => View(name).Condition;

    public Task<QueueDepth?> DepthAsync(string destination) => QueueAsync(Names.WorkQueue(Group.Config.Name, destination));

    public Task DepthIsAsync(string destination, long ready, int consumers) =>
        Eventually.TrueAsync(async () => await DepthAsync(destination) == new QueueDepth(ready, consumers), $"{ready} messages and {consumers} consumers are at {destination}", Token);

    /// <summary>A look at a destination's queue, as the dispatcher makes them at level 0.</summary>
    public async Task LookAsync(string destination)
    {
        var taken = Destination(destination).Credit.Taken;
        Group.OnQueueSeen(destination, await DepthAsync(destination), taken);
    }

    /// <summary>Lets time pass until a worker has so many deliveries. It goes on to report, or a slow machine would take it for lost.</summary>
    public Task PassUntilAsync(FakeWorker worker, int deliveries) => PassUntilAsync(
        () =>
        {
            worker.Repeat();
            return worker.Deliveries >= deliveries;
        },
        $"{worker.Name} has {deliveries} deliveries");

    /// <summary>The same until this is at a destination.</summary>
    public Task PassUntilAsync(string destination, long ready, int consumers) =>
        PassUntilAsync(async () => await DepthAsync(destination) == new QueueDepth(ready, consumers), $"{ready} messages and {consumers} consumers are at {destination}");

    /// <summary>Loses the session once all that was handed over is settled: what is not comes again, which not every test wants.</summary>
    public async Task LoseSettledSessionAsync()
    {
        Assert.True(await StopAsync(TestTimeouts.Happens));
        await LoseSessionAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await EndRescuesAsync();
        await StopAsync(TestTimeouts.Happens);
        await base.DisposeAsync();
    }

    protected override Task PrepareAsync()
    {
        Group.Order?.Reset();
        return Task.CompletedTask;
    }

    protected override Task RescueAsync(CancellationToken ended) => Group.Order is null
        ? new GroupRescue(Session, Group, Owners, Parts, TestTimeouts.Happens, Logs).RunAsync(ended)
        : new OrderKeeper(Session, Group, Owners, Parts, TestTimeouts.Happens, Logs).RunAsync(ended);
}

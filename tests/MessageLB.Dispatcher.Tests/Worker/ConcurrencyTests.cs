using MessageLB.Dispatcher.Tests.Worker.Fakes;
using MessageLB.Worker;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Worker;

public sealed class ConcurrencyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Handlers_MoreMessagesThanConcurrency_RunThatManyAndInOrder()
    {
        await using var rig = new WorkerRig(o => o.Concurrency = 3);
        var session = await rig.StartAsync();
        for (var i = 1; i <= 5; i++) await WorkerRig.DeliverAsync(session, $"m{i}");

        var running = await rig.Handler.Calls.TakeAsync(3, Token);
        var inFlight = rig.Worker.Status.InFlight;
        var before = rig.Handler.Calls.Count;
        running[0].Finish(HandlerResult.Done);
        var fourth = (await rig.Handler.Calls.TakeAsync(4, Token))[3];

        Assert.Equal((5, 3), (inFlight, before));
        Assert.Equal(["m1", "m2", "m3"], running.Select(c => c.Text).Order(StringComparer.Ordinal));
        Assert.Equal("m4", fourth.Text);
        Assert.Equal(4, rig.Handler.Calls.Count);
    }

    [Fact]
    public async Task Handlers_CompletingSynchronously_AllRunWithoutOverlap()
    {
        var handler = new CountingHandler();
        await using var rig = new WorkerRig(o => o.Concurrency = 1, handler);
        var session = await rig.StartAsync();

        for (var i = 0; i < 500; i++) await WorkerRig.DeliverAsync(session, $"m{i}");

        await WorkerRig.CallsAsync(session, "ack 500");
        Assert.Equal((500, 1), (handler.Calls, handler.MostAtOnce));
    }

    [Fact]
    public async Task Handlers_OutlivingTheirSession_KeepTheirSlots()
    {
        await using var rig = new WorkerRig(o => o.Concurrency = 2);
        var session = await rig.StartAsync();
        await WorkerRig.DeliverAsync(session, "old 1");
        await WorkerRig.DeliverAsync(session, "old 2");
        var old = await rig.Handler.Calls.TakeAsync(2, Token);
        session.End("cable cut");
        var next = await rig.ReconnectAsync(2);

        await WorkerRig.DeliverAsync(next, "new");
        var before = rig.Handler.Calls.Count;
        old[0].Finish(HandlerResult.Done);
        var third = await rig.CallAsync("new");

        Assert.Equal(2, before);
        Assert.False(third.Result.IsCompleted);
        Assert.Equal(2, rig.Worker.Status.InFlight);
    }

    [Fact]
    public async Task Receive_Prefetch_IsAsConfigured()
    {
        await using var rig = new WorkerRig(o => (o.Concurrency, o.Prefetch) = (4, 10));

        var session = await rig.StartAsync();

        Assert.Contains("receive messagelb.work.orders.a prefetch 10", session.Calls.Items);
    }

    private sealed class CountingHandler : IMessageHandler
    {
        private int _running;

        public int Calls { get; private set; }

        public int MostAtOnce { get; private set; }

        public ValueTask<HandlerResult> HandleAsync(Message message, CancellationToken cancellationToken)
        {
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _running));
            Calls++;
            Interlocked.Decrement(ref _running);
            return new ValueTask<HandlerResult>(HandlerResult.Done);
        }
    }
}

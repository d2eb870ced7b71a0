using System.Text;
using MessageLB.Dispatcher.Tests.Worker.Fakes;
using MessageLB.Worker;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Worker;

/// <summary>What the application says of its worker while it runs.</summary>
public sealed class WishesTests
{
    [Fact]
    public async Task SetState_Maintenance_IsToldAtOnceAndMessagesGoBackUntilReady()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();
        await WorkerRig.DeliverAsync(session, "running");
        await WorkerRig.DeliverAsync(session, "waiting", attempt: 2);
        var running = await rig.CallAsync("running");

        rig.Worker.SetState(WorkerState.Maintenance);
        var told = await WorkerRig.HeartbeatAsync(session, h => h.State == WorkerState.Maintenance, "maintenance");
        await WorkerRig.CallsAsync(session, "ack 2");
        running.Finish(HandlerResult.Done);
        await WorkerRig.CallsAsync(session, "ack 1");
        rig.Worker.SetState(WorkerState.Ready);
        await WorkerRig.HeartbeatAsync(session, h => h.State == WorkerState.Ready && h.Sequence > told.Sequence, "ready again");
        await WorkerRig.DeliverAsync(session, "after");
        await rig.CallAsync("after");

        Assert.Equal(TimeSpan.Zero, rig.Time.Elapsed);
        Assert.Equal(("waiting", "2"), (Encoding.UTF8.GetString(Assert.Single(session.Publishes.Items).Body), session.Publishes.Items[0].Header(HeaderNames.Attempt)));
        Assert.False(running.Cancelled.IsCancellationRequested);
    }

    [Fact]
    public async Task SetState_FailedBeforeTheStart_IsTheFirstWord()
    {
        await using var rig = new WorkerRig();
        rig.Worker.SetState(WorkerState.Failed);

        var session = await rig.StartAsync();

        Assert.Equal(WorkerState.Failed, session.Heartbeats.Items[0].State);
        Assert.DoesNotContain(session.Calls.Items, c => c.StartsWith("receive ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SetState_WhileDraining_DoesNotEndTheDrain()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();
        session.Command("command.orders.a", """{"v":1,"command":"drain"}""");
        await WorkerRig.HeartbeatAsync(session, h => h.State == WorkerState.Draining, "draining");

        rig.Worker.SetState(WorkerState.Maintenance);
        var during = rig.Worker.Status.State;
        rig.Worker.SetState(WorkerState.Ready);

        Assert.Equal((WorkerState.Draining, WorkerState.Draining), (during, rig.Worker.Status.State));
    }

    [Theory]
    [InlineData(WorkerState.Starting)]
    [InlineData(WorkerState.Draining)]
    public async Task SetState_NotItsToSay_Throws(WorkerState state)
    {
        await using var rig = new WorkerRig();

        Assert.StartsWith("must be Ready, Maintenance or Failed", Assert.Throws<ArgumentOutOfRangeException>(() => rig.Worker.SetState(state)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SetWeightAndWindow_AreToldAtOnce()
    {
        await using var rig = new WorkerRig(o => (o.Weight, o.Window) = (100, 9));
        var session = await rig.StartAsync();

        rig.Worker.SetWeight(0);
        rig.Worker.SetWindow(3);
        var told = await WorkerRig.HeartbeatAsync(session, h => h.Window == 3, "the window");
        rig.Worker.SetWeight(null);
        var unset = await WorkerRig.HeartbeatAsync(session, h => h.Weight is null, "no weight");

        Assert.Equal((0, 3, TimeSpan.Zero), (told.Weight, unset.Window, rig.Time.Elapsed));
    }

    [Fact]
    public async Task SetWeightAndWindow_OutsideTheirRanges_Throw()
    {
        await using var rig = new WorkerRig();

        Assert.Throws<ArgumentOutOfRangeException>(() => rig.Worker.SetWeight(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => rig.Worker.SetWeight(1_000_001));
        Assert.Throws<ArgumentOutOfRangeException>(() => rig.Worker.SetWindow(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => rig.Worker.SetWindow(1_000_001));
        Assert.Equal("weight", Assert.Throws<ArgumentOutOfRangeException>(() => rig.Worker.SetWeight(-1)).ParamName);
    }
}

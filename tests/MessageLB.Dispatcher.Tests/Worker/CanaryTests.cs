using MessageLB.Dispatcher.Tests.Worker.Fakes;
using MessageLB.Worker;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Worker;

/// <summary>What a worker does with a dispatcher's canaries.</summary>
public sealed class CanaryTests
{
    private const string Answer = """probe.orders.a {"v":1,"id":"c1"}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Canary_Idle_IsAnsweredThenAcknowledgedAndCountsNowhere()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();

        await session.DeliverAsync(Canary.Properties("c1"), []);
        await WorkerRig.CallsAsync(session, "ack 1");

        Assert.Equal([Answer, "ack 1"], session.Calls.Items.TakeLast(2));
        Assert.Empty(rig.Handler.Calls.Items);
        var status = rig.Worker.Status;
        Assert.Equal((0L, 0, 0L, 0L, 0L), (status.Received, status.InFlight, status.Done, status.Duplicates, status.Unsettled));
    }

    [Fact]
    public async Task Canary_HandlersBusy_IsAnsweredInItsTurn()
    {
        await using var rig = new WorkerRig(o => o.Concurrency = 1);
        var session = await rig.StartAsync();
        await WorkerRig.DeliverAsync(session, "before");
        await session.DeliverAsync(Canary.Properties("c1"), []);
        await WorkerRig.DeliverAsync(session, "behind");
        var before = await rig.CallAsync("before");
        Assert.Equal(2, rig.Worker.Status.InFlight);
        Assert.DoesNotContain(Answer, session.Calls.Items);

        before.Finish(HandlerResult.Done);
        await rig.CallAsync("behind");

        Assert.Equal(["ack 1", Answer, "ack 2"], session.Calls.Items.TakeLast(3));
    }

    [Fact]
    public async Task Canary_WhileDraining_IsAnsweredAndNotSentBack()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();
        session.Command("command.orders.a", """{"v":1,"command":"drain"}""");
        await WorkerRig.HeartbeatAsync(session, h => h.State == WorkerState.Draining, "draining");

        await session.DeliverAsync(Canary.Properties("c1"), []);
        await WorkerRig.CallsAsync(session, "ack 1");

        Assert.Contains(Answer, session.Calls.Items);
        Assert.Empty(session.Publishes.Items);
    }

    [Fact]
    public async Task Canary_TheSameAgain_IsAnsweredAgain()
    {
        await using var rig = new WorkerRig(o => o.DropWindow = 100);
        var session = await rig.StartAsync();

        await session.DeliverAsync(Canary.Properties("c1"), []);
        await session.DeliverAsync(Canary.Properties("c1"), []);
        await WorkerRig.CallsAsync(session, "ack 1");
        await WorkerRig.CallsAsync(session, "ack 2");

        Assert.Equal(2, session.Calls.Items.Count(c => c == Answer));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\"b")]
    [InlineData("a b")]
    public async Task Canary_IdThatIsNoName_IsAcknowledgedAndNotAnswered(string id)
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();

        await session.DeliverAsync(Canary.Properties(id), []);
        await WorkerRig.CallsAsync(session, "ack 1");

        Assert.DoesNotContain(session.Calls.Items, c => c.StartsWith("probe.", StringComparison.Ordinal));
        Assert.Empty(rig.Handler.Calls.Items);
    }

    [Fact]
    public async Task Canary_SessionHasEnded_IsForgotten()
    {
        await using var rig = new WorkerRig(o => o.Concurrency = 1);
        var session = await rig.StartAsync();
        await WorkerRig.DeliverAsync(session, "before");
        var before = await rig.CallAsync("before");
        await session.DeliverAsync(Canary.Properties("c1"), []);

        session.End("gone");
        before.Finish(HandlerResult.Done);
        var next = await rig.ReconnectAsync(2);

        await next.DeliverAsync(Canary.Properties("c2"), []);
        await WorkerRig.CallsAsync(next, "ack 1");
        Assert.Equal(0, rig.Worker.Status.InFlight);
        Assert.DoesNotContain(Answer, session.Calls.Items);
    }
}

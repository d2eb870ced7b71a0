using MessageLB.Dispatcher.Tests.Worker.Fakes;
using MessageLB.Testing;
using MessageLB.Worker;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Worker;

public sealed class DuplicateTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Again_DoneBefore_IsAcknowledgedWithoutAHandler()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();
        await HandleAsync(rig, session, "m", 1);

        await WorkerRig.DeliverAsync(session, "m");
        await WorkerRig.CallsAsync(session, "ack 2");

        var heartbeat = await rig.PassUntilAsync(session, h => h.Settled == 2, "both");
        Assert.Equal((2L, 2L, 1L), (heartbeat.Done, heartbeat.DoneBy["d1"], heartbeat.Kinds.Sum(k => k.Value.Done) + 1));
        Assert.Equal((1, 1L, 1L), (rig.Handler.Calls.Count, rig.Worker.Status.Done, rig.Worker.Status.Duplicates));
        Assert.Equal("Message id-m was done at attempt 1 before, and is dropped", Assert.Single(rig.Logs.Of(3056)).Text);
    }

    [Fact]
    public async Task Again_WithAHigherAttempt_IsHandled()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();
        await HandleAsync(rig, session, "m", 1);

        await WorkerRig.DeliverAsync(session, "m", attempt: 2);

        Assert.Equal(2, (await rig.Handler.Calls.TakeAsync(2, Token))[1].Message.Attempt);
    }

    [Fact]
    public async Task Again_WindowOff_IsHandled()
    {
        await using var rig = new WorkerRig(o => o.DropWindow = 0);
        var session = await rig.StartAsync();
        await HandleAsync(rig, session, "m", 1);

        await WorkerRig.DeliverAsync(session, "m");

        await rig.Handler.Calls.TakeAsync(2, Token);
    }

    [Fact]
    public async Task Again_DoneInASessionThatEndedBeforeItsAcknowledgement_IsAcknowledgedInTheNext()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();
        await WorkerRig.DeliverAsync(session, "m");
        var call = await rig.CallAsync("m");
        session.End("cable cut");
        call.Finish(HandlerResult.Done);
        var next = await rig.ReconnectAsync(2);
        await Eventually.TrueAsync(() => ValueTask.FromResult(rig.Worker.Status.LateResults == 1), "the late result", Token);

        await WorkerRig.DeliverAsync(next, "m");
        await WorkerRig.CallsAsync(next, "ack 1");

        Assert.Equal(1, rig.Handler.Calls.Count);
        await WorkerRig.HeartbeatAsync(next, h => h.Done == 1, "the duplicate, acknowledged");
        var status = rig.Worker.Status;
        Assert.Equal((0L, 1L, 1L, 1L), (status.Done, status.Duplicates, status.Unsettled, status.LateResults));
    }

    [Theory]
    [InlineData(HandlerResultKind.Done, "ack 1")]
    [InlineData(HandlerResultKind.Retry, "publish messagelb.retry.orders", "ack 1")]
    [InlineData(HandlerResultKind.Drop, "publish orders", "ack 1")]
    [InlineData(HandlerResultKind.Return, "publish messagelb.in.orders", "ack 1")]
    public async Task Again_WhileItsFirstHandlerRuns_WaitsForTheResultAndIsSettledByIt(HandlerResultKind result, params string[] settlements)
    {
        await using var rig = new WorkerRig(o => o.Concurrency = 2);
        var session = await rig.StartAsync();
        await WorkerRig.DeliverAsync(session, "m", attempt: 2);
        var call = await rig.CallAsync("m");
        session.End("closed by the broker");
        var next = await rig.ReconnectAsync(2);

        await WorkerRig.DeliverAsync(next, "m", attempt: 2);
        await WorkerRig.DeliverAsync(next, "another");
        await rig.CallAsync("another"); // behind it in the queue: the second slot has looked at it
        call.Finish(Of(result));
        await WorkerRig.CallsAsync(next, settlements[^1]);

        Assert.Equal(settlements, next.Calls.Items.Where(c => c.Split(' ')[0] is "publish" or "ack" or "reject" or "return"));
        Assert.Equal(["m", "another"], rig.Handler.Calls.Items.Select(c => c.Text));
        Assert.DoesNotContain(session.Calls.Items, c => c.Split(' ')[0] is "publish" or "ack" or "reject");
        var heartbeat = await rig.PassUntilAsync(next, h => h.Settled == 1, "the one that was settled");
        Assert.Equal(
            result switch { HandlerResultKind.Done => (1L, 0L, 0L), HandlerResultKind.Return => (0L, 0L, 1L), _ => (0L, 1L, 0L) },
            (heartbeat.Done, heartbeat.Failed, heartbeat.Returned));
        Assert.Equal((0L, 0L), (rig.Worker.Status.Duplicates, rig.Worker.Status.LateResults));
    }

    [Fact]
    public async Task Again_WhileItsFirstHandlerRunsInTheSameSession_IsACopy()
    {
        await using var rig = new WorkerRig(o => o.Concurrency = 2);
        var session = await rig.StartAsync();
        await WorkerRig.DeliverAsync(session, "m");
        var call = await rig.CallAsync("m");

        await WorkerRig.DeliverAsync(session, "m");
        await WorkerRig.DeliverAsync(session, "another");
        await rig.CallAsync("another");
        call.Finish(HandlerResult.Retry("later"));
        await WorkerRig.CallsAsync(session, "ack 2");

        Assert.Equal(["publish messagelb.retry.orders", "ack 1", "ack 2"], session.Calls.Items.Where(c => c.Split(' ')[0] is "publish" or "ack"));
        Assert.Equal((1L, 1L), (rig.Worker.Status.Retried, rig.Worker.Status.Duplicates));
    }

    private static HandlerResult Of(HandlerResultKind kind) => kind switch
    {
        HandlerResultKind.Done => HandlerResult.Done,
        HandlerResultKind.Retry => HandlerResult.Retry("later"),
        HandlerResultKind.Drop => HandlerResult.Drop("never"),
        _ => HandlerResult.Return("elsewhere"),
    };

    private static async Task HandleAsync(WorkerRig rig, FakeSession session, string text, int tag)
    {
        await WorkerRig.DeliverAsync(session, text);
        (await rig.CallAsync(text)).Finish(HandlerResult.Done);
        await WorkerRig.CallsAsync(session, $"ack {tag}");
    }
}

using MessageLB.Dispatcher.Tests.Worker.Fakes;
using MessageLB.Testing;
using MessageLB.Worker;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Worker;

/// <summary>The process stands still and goes on; what it had may be somebody else's by then.</summary>
public sealed class PauseTests
{
    private const string Look = "inspect messagelb.work.orders.a";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pause_SessionIsGone_NothingIsStartedAndLateResultsAreNotSettled()
    {
        await using var rig = new WorkerRig();
        var session = await ServingAsync(rig);
        await WorkerRig.DeliverAsync(session, "running");
        await WorkerRig.DeliverAsync(session, "waiting");
        var running = await rig.CallAsync("running");
        rig.Transport.Looking = EndOn;

        rig.Time.Skip(Pause);
        await WorkerRig.DeliverAsync(session, "was on its way");
        running.Finish(HandlerResult.Retry("would be there twice"));
        await rig.Logs.FirstAsync(3002, Token);

        Assert.Empty(Settlements(session));
        Assert.Equal(["running"], rig.Handler.Calls.Items.Select(c => c.Text));
        Assert.Equal("Worker orders/a/i1 did not run for 9.0 s or more; what it fetched before is started and settled only if its session still lives", Rounded(Assert.Single(rig.Logs.Of(3055)).Text));
        await Eventually.TrueAsync(() => ValueTask.FromResult(rig.Worker.Status.Unsettled == 3), "all three are forgotten", Token);
        var status = rig.Worker.Status;
        Assert.Equal((0L, 0L, 1L), (status.Done, status.Retried, status.LateResults));
    }

    [Fact]
    public async Task Pause_SessionLives_IsAskedOnceAndEverythingGoesOn()
    {
        await using var rig = new WorkerRig();
        var session = await ServingAsync(rig);
        await WorkerRig.DeliverAsync(session, "running");
        await WorkerRig.DeliverAsync(session, "waiting");
        var running = await rig.CallAsync("running");

        rig.Time.Skip(Pause);
        running.Finish(HandlerResult.Done);
        (await rig.CallAsync("waiting")).Finish(HandlerResult.Done);
        await WorkerRig.CallsAsync(session, "ack 2");

        Assert.Equal([Look, "ack 1", "ack 2"], session.Calls.Items.Where(c => c == Look || c.StartsWith("ack", StringComparison.Ordinal)));
        Assert.Equal(0, rig.Worker.Status.LateResults);
    }

    [Fact]
    public async Task Pause_ItsQueueOfMessagesInHoldIsGoneAndTheSessionHasNotHeard_NothingIsStartedAndNothingIsSettled()
    {
        await using var rig = new WorkerRig();
        var session = await ServingAsync(rig);
        await WorkerRig.DeliverAsync(session, "running");
        await WorkerRig.DeliverAsync(session, "waiting");
        var running = await rig.CallAsync("running");
        rig.Transport.Deleted = "messagelb.hold.orders.a";

        rig.Time.Skip(Pause);
        running.Finish(HandlerResult.Done);
        await Eventually.TrueAsync(() => ValueTask.FromResult(rig.Worker.Status.Unsettled == 2), "both are forgotten", Token);

        Assert.Empty(Settlements(session));
        Assert.Equal(["running"], rig.Handler.Calls.Items.Select(c => c.Text));
        Assert.False(session.Ended.IsCancellationRequested);
    }

    [Fact]
    public async Task Pause_WhatArrivesAfterItInAnIdleWorker_IsNotStartedBeforeTheAnswer()
    {
        await using var rig = new WorkerRig();
        var session = await ServingAsync(rig);
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Transport.Looking = _ => answer.Task;

        rig.Time.Skip(Pause);
        await WorkerRig.DeliverAsync(session, "was on its way");
        await WorkerRig.CallsAsync(session, Look);
        var before = rig.Handler.Calls.Count;
        answer.SetResult();
        await rig.CallAsync("was on its way");

        Assert.Equal(0, before);
    }

    [Fact]
    public async Task Pause_OfAWorkerWithSlowHeartbeats_IsNoticedToo()
    {
        await using var rig = new WorkerRig(o => o.HeartbeatInterval = TimeSpan.FromHours(1));
        var session = await ServingAsync(rig);
        rig.Time.Advance(Pause);

        rig.Time.Skip(Pause);
        await WorkerRig.DeliverAsync(session, "was on its way");
        await rig.CallAsync("was on its way");

        Assert.Single(session.Calls.Items, c => c == Look);
        Assert.Single(session.Heartbeats.Items);
    }

    [Fact]
    public async Task Pause_Draining_NothingIsSentBackThatOthersHave()
    {
        await using var rig = new WorkerRig();
        var session = await ServingAsync(rig);
        await WorkerRig.DeliverAsync(session, "running");
        await WorkerRig.DeliverAsync(session, "waiting");
        var running = await rig.CallAsync("running");
        rig.Transport.Looking = EndOn;

        rig.Time.Skip(Pause);
        rig.Stop();
        running.Finish(HandlerResult.Done);
        await rig.EndAsync();

        Assert.Empty(Settlements(session));
        Assert.Equal((2L, 1L), (rig.Worker.Status.Unsettled, rig.Worker.Status.LateResults));
    }

    [Fact]
    public async Task NoPause_HoweverLongItTakes_NobodyIsAsked()
    {
        await using var rig = new WorkerRig();
        var session = await ServingAsync(rig);
        await WorkerRig.DeliverAsync(session, "running");
        await WorkerRig.DeliverAsync(session, "waiting");
        var running = await rig.CallAsync("running");

        rig.Time.Advance(Pause);
        running.Finish(HandlerResult.Done);
        (await rig.CallAsync("waiting")).Finish(HandlerResult.Done);
        await WorkerRig.CallsAsync(session, "ack 2");

        Assert.DoesNotContain(Look, session.Calls.Items);
        Assert.Empty(rig.Logs.Of(3055));
    }

    /// <summary>Serves, and the heartbeat after the first is planned: from then on the worker knows when it should run.</summary>
    private static async Task<FakeSession> ServingAsync(WorkerRig rig)
    {
        var session = await rig.StartAsync();
        await rig.Time.WaitForTimersAsync(1, Token);
        return session;
    }

    // What the broker does with a question on a connection that it had closed.
    private static Task EndOn(FakeSession session)
    {
        session.End("closed by the broker");
        throw new SessionEndedException("closed by the broker");
    }

    // The heartbeat after the first is due within 0.9 to 1.1 s.
    private static string Rounded(string text) => text.Replace("8.9 s", "9.0 s", StringComparison.Ordinal).Replace("9.1 s", "9.0 s", StringComparison.Ordinal);

    private static IEnumerable<string> Settlements(FakeSession session) => session.Calls.Items.Where(c => c.Split(' ')[0] is "publish" or "ack" or "reject" or "return");
}

using MessageLB.Dispatcher.Tests.Worker.Fakes;
using MessageLB.Measurement;
using MessageLB.Testing;
using MessageLB.Worker;
using MessageLB.Worker.Heartbeats;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Worker;

public sealed class HeartbeatTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task First_SaysWhoTheWorkerIs()
    {
        await using var rig = new WorkerRig(o =>
        {
            (o.Concurrency, o.Window, o.Weight, o.Cost) = (4, 9, 50, 2.5);
            o.HeartbeatInterval = TimeSpan.FromMilliseconds(500);
            o.Labels["zone"] = "a";
        });

        var session = await rig.StartAsync();

        var first = session.Heartbeats.Items[0];
        Assert.Equal(("orders", "a", "i1", 1L), (first.Group, first.Destination, first.Instance, first.Sequence));
        Assert.Equal((WorkerState.Ready, 500, 4, 9, 50, (double?)2.5), (first.State, first.IntervalMs, first.Concurrency, first.Window, first.Weight, first.Cost));
        Assert.Equal((0L, 0, 0.0, null), (first.Settled, first.InFlight, first.BusyMs, first.LatencyP50Ms));
        Assert.Equal((rig.Time.GetUtcNow(), "a"), (first.StartedAt, first.Labels["zone"]));
    }

    [Fact]
    public async Task Regular_ComeEveryIntervalWithinTenPercent()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();
        await rig.Time.WaitForTimersAsync(1, Token);

        for (var beats = 1; beats <= 20; beats++)
        {
            Assert.InRange(rig.Time.NextDue!.Value.TotalMilliseconds, 900, 1100);
            rig.Time.Advance(rig.Time.NextDue!.Value);
            Assert.Equal(beats + 1, session.Heartbeats.Count);
        }

        Assert.Equal(Enumerable.Range(1, 21).Select(i => (long)i), session.Heartbeats.Items.Select(h => h.Sequence));
    }

    [Fact]
    public async Task Early_OutOfWork_ReportsAtOnce()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();
        await WorkerRig.DeliverAsync(session, "m");
        var call = await rig.CallAsync("m");
        rig.Time.Advance(TimeSpan.FromMilliseconds(7));

        call.Finish(HandlerResult.Done);

        var heartbeat = await WorkerRig.HeartbeatAsync(session, h => h.Done == 1, "the message");
        Assert.Equal(TimeSpan.FromMilliseconds(7), rig.Time.Elapsed);
        Assert.Equal((7.0, 7.0, 7.0), (heartbeat.BusyMs, heartbeat.LatencyP50Ms, heartbeat.LatencyP99Ms));
        Assert.Equal((0, 0.0, 0.0), (heartbeat.InFlight, heartbeat.OldestInFlightMs, heartbeat.OldestUnreportedMs));
        Assert.Null(session.Heartbeats.Items[0].OldestUnreportedMs);
    }

    [Fact]
    public async Task Early_StillAtWork_ReportsAfterAQuarterOfTheServiceTime()
    {
        await using var rig = new WorkerRig(o => o.Concurrency = 2);
        var session = await rig.StartAsync();
        await WorkerRig.DeliverAsync(session, "stays");
        await WorkerRig.DeliverAsync(session, "ends");
        await rig.CallAsync("stays");
        var ends = await rig.CallAsync("ends");
        await rig.Time.WaitForArmingsAsync(1, Token);
        rig.Time.Advance(TimeSpan.FromMilliseconds(40));

        ends.Finish(HandlerResult.Done);
        await WorkerRig.CallsAsync(session, "ack 2");
        await rig.Time.WaitForArmingsAsync(2, Token);
        rig.Time.Advance(TimeSpan.FromMilliseconds(9.9));
        var before = session.Heartbeats.Count;
        rig.Time.Advance(TimeSpan.FromMilliseconds(0.1));

        Assert.Equal((1, 2), (before, session.Heartbeats.Count));
        var heartbeat = session.Heartbeats.Items[1];
        Assert.Equal((1L, 1, 50.0, 10.0), (heartbeat.Done, heartbeat.InFlight, heartbeat.OldestInFlightMs, heartbeat.OldestUnreportedMs));
    }

    [Fact]
    public async Task Early_SixtyFourCompletions_ReportAtOnce()
    {
        await using var rig = new WorkerRig(o => (o.Concurrency, o.Prefetch) = (65, 65));
        var session = await rig.StartAsync();
        for (var i = 1; i <= 65; i++) await WorkerRig.DeliverAsync(session, $"m{i}");
        var calls = await rig.Handler.Calls.TakeAsync(65, Token);

        for (var i = 0; i < 63; i++)
        {
            calls[i].Finish(HandlerResult.Done);
            await WorkerRig.CallsAsync(session, $"ack {calls[i].Text[1..]}");
        }

        var before = session.Heartbeats.Count;
        calls[63].Finish(HandlerResult.Done);

        var heartbeat = await WorkerRig.HeartbeatAsync(session, h => h.Done == 64, "64 messages");
        Assert.Equal(1, before);
        Assert.Equal((2L, 1), (heartbeat.Sequence, heartbeat.InFlight));
        Assert.Equal(TimeSpan.Zero, rig.Time.Elapsed);
    }

    [Fact]
    public async Task Early_OutOfWorkAgainAndAgain_AreTwoMillisecondsApart()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();
        await HandleAsync(rig, session, "m1");
        await rig.Time.WaitForArmingsAsync(2, Token); // after the first heartbeat, and after the one for the message

        await HandleAsync(rig, session, "m2");
        await rig.Time.WaitForArmingsAsync(3, Token);
        rig.Time.Advance(TimeSpan.FromMilliseconds(1.9));
        var before = session.Heartbeats.Items[^1].Done;
        rig.Time.Advance(TimeSpan.FromMilliseconds(0.1));

        Assert.Equal((1, 2), (before, session.Heartbeats.Items[^1].Done));
    }

    [Fact]
    public async Task Counters_BusyAndResults_AreExact()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();

        await HandleAsync(rig, session, "done", HandlerResult.Done, ms: 3);
        await HandleAsync(rig, session, "retried", HandlerResult.Retry("later"), ms: 5);
        await HandleAsync(rig, session, "dropped", HandlerResult.Drop("never"), ms: 7);
        await HandleAsync(rig, session, "returned", HandlerResult.Return("elsewhere"), ms: 100);
        var heartbeat = await rig.PassUntilAsync(session, h => h.Settled == 4, "all four");
        Assert.Equal((1L, 2L, 1L, 15.0), (heartbeat.Done, heartbeat.Failed, heartbeat.Returned, heartbeat.BusyMs));
        var status = rig.Worker.Status;
        Assert.Equal((1L, 1L, 1L, 1L, 4L), (status.Done, status.Retried, status.Dropped, status.Returned, status.Received));
    }

    [Fact]
    public async Task Times_ComeEveryTwoSecondsWithDoneAndFailedByLength()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();
        await HandleAsync(rig, session, "done", HandlerResult.Done, ms: 3);
        await HandleAsync(rig, session, "retried", HandlerResult.Retry("later"), ms: 100);
        await HandleAsync(rig, session, "returned", HandlerResult.Return("elsewhere"), ms: 10);
        var early = await rig.PassUntilAsync(session, h => h.Settled == 3, "all three");

        rig.Time.Advance(ServiceTimes.BetweenCounts);
        var heartbeat = await rig.PassUntilAsync(session, h => !h.Times.IsEmpty, "the times");

        Assert.True(early.Times.IsEmpty);
        Assert.Equal((TimeBuckets.IndexOf(TimeSpan.FromMilliseconds(3)), 2), (heartbeat.Times.First, heartbeat.Times.Counts.ToArray().Sum()));
        Assert.Equal(1, heartbeat.Times[TimeBuckets.IndexOf(TimeSpan.FromMilliseconds(100))]);
    }

    [Fact]
    public async Task DoneBy_CountsEverySettledMessageByItsDispatcher()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();

        await HandleAsync(rig, session, "m1", HandlerResult.Done, dispatcher: "d1");
        await HandleAsync(rig, session, "m2", HandlerResult.Retry("later"), dispatcher: "d1");
        await HandleAsync(rig, session, "m3", HandlerResult.Return("elsewhere"), dispatcher: "d2");
        await HandleAsync(rig, session, "m4", HandlerResult.Drop("never"), dispatcher: "d2");
        await HandleAsync(rig, session, "m5", HandlerResult.Done, dispatcher: "d2");
        var heartbeat = await rig.PassUntilAsync(session, h => h.Settled == 5, "all five");
        Assert.Equal(new Dictionary<string, long> { ["d1"] = 2, ["d2"] = 3 }, heartbeat.DoneBy);
    }

    [Fact]
    public async Task Kinds_CountDoneAndFailedByTheTypeThatArrived()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();

        await HandleAsync(rig, session, "m1", HandlerResult.Done, ms: 3);
        var before = await rig.PassUntilAsync(session, h => h.Settled == 1, "the one without a type");
        await HandleAsync(rig, session, "m2", HandlerResult.Done, ms: 4, type: "resize");
        await HandleAsync(rig, session, "m3", HandlerResult.Retry("later"), ms: 5, type: "resize");
        await HandleAsync(rig, session, "m4", HandlerResult.Drop("never"), ms: 6, type: "scan");
        await HandleAsync(rig, session, "m5", HandlerResult.Return("elsewhere"), ms: 100, type: "scan");
        var heartbeat = await rig.PassUntilAsync(session, h => h.Settled == 5, "all five");

        Assert.Empty(before.Kinds);
        Assert.Equal(new Dictionary<string, KindCounts> { [""] = new(1, 3), ["resize"] = new(2, 9), ["scan"] = new(1, 6) }, heartbeat.Kinds);
    }

    [Fact]
    public async Task Send_TransportTakesItsTime_HandlersGoOnAndTheNextHeartbeatHasEverything()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();
        await rig.Time.WaitForArmingsAsync(1, Token);
        var sending = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Transport.Sending = () => sending.Task;

        await HandleAsync(rig, session, "m1");
        await session.Heartbeats.TakeAsync(2, Token);
        await HandleAsync(rig, session, "m2");
        await HandleAsync(rig, session, "m3");
        rig.Time.Advance(TimeSpan.FromSeconds(5));
        var during = session.Heartbeats.Count;
        rig.Transport.Sending = () => Task.CompletedTask;
        sending.SetResult();

        var next = (await session.Heartbeats.TakeAsync(3, Token))[2];
        Assert.Equal((2, 3L, 3L), (during, next.Done, next.Sequence));
    }

    [Fact]
    public async Task Send_Fails_TheNextOneComesAsUsual()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();
        await rig.Time.WaitForArmingsAsync(1, Token);
        rig.Transport.Sending = () => Task.FromException(new SessionEndedException("half a connection"));

        rig.Time.Advance(rig.Time.NextDue!.Value);
        await rig.Logs.FirstAsync(3041, Token);
        rig.Transport.Sending = () => Task.CompletedTask;
        await rig.Time.WaitForArmingsAsync(2, Token);
        rig.Time.Advance(rig.Time.NextDue!.Value);

        Assert.Equal([1L, 2L, 3L], session.Heartbeats.Items.Select(h => h.Sequence));
    }

    [Fact]
    public async Task Send_OnTheSystemsClock_HasAThreadOfItsOwn()
    {
        var transport = new FakeTransport();
        var options = new WorkerOptions { Group = "orders", Name = "a", Instance = "i1", HeartbeatInterval = TimeSpan.FromMilliseconds(10) };
        await using var worker = new WorkerHost(transport, options, new GatedHandler(), TimeProvider.System, new LogRecorder());
        var run = worker.RunAsync(Token);

        var session = (await transport.Sessions.TakeAsync(1, Token))[0];
        await session.Heartbeats.TakeAsync(3, Token);

        Assert.Equal("messagelb-heartbeat orders/a", session.HeartbeatThread);
        await worker.DisposeAsync();
        await run;
    }

    [Fact]
    public async Task Sequence_OverSessions_GrowsAndCountersStay()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();
        await HandleAsync(rig, session, "m1");
        await WorkerRig.HeartbeatAsync(session, h => h.Done == 1, "the message");

        session.End("cable cut");
        var next = await rig.ReconnectAsync(2);

        var first = next.Heartbeats.Items[0];
        Assert.Equal((1L, WorkerState.Ready, "i1"), (first.Done, first.State, first.Instance));
        Assert.True(first.Sequence > session.Heartbeats.Items[^1].Sequence);
        Assert.Equal(1, first.DoneBy["d1"]);
    }

    private static async Task HandleAsync(WorkerRig rig, FakeSession session, string text, HandlerResult result = default, int ms = 0, string dispatcher = "d1", string? type = null)
    {
        var settled = Settlements(session);
        var booked = Booked(rig);
        await WorkerRig.DeliverAsync(session, text, dispatcher: dispatcher, with: properties => properties.Type = type);
        var call = await rig.CallAsync(text);
        if (ms > 0) rig.Time.Advance(TimeSpan.FromMilliseconds(ms));
        call.Finish(result);
        await session.Calls.FirstAsync(_ => Settlements(session) > settled, $"the settlement of '{text}'", Token);
        // The books follow the call to the broker by a moment, and heartbeats are written from the books.
        await Eventually.TrueAsync(() => ValueTask.FromResult(Booked(rig) > booked), $"'{text}' is in the books", Token);
    }

    private static long Booked(WorkerRig rig)
    {
        var status = rig.Worker.Status;
        return status.Done + status.Retried + status.Dropped + status.Returned + status.Unsettled;
    }

    private static int Settlements(FakeSession session) => session.Calls.Items.Count(c => c.Split(' ')[0] is "ack" or "reject" or "return");
}

using System.Text;
using MessageLB.Dispatcher.Tests.Worker.Fakes;
using MessageLB.Measurement;
using MessageLB.Testing;
using MessageLB.Worker;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Worker;

public sealed class DrainTests
{
    private const string Queue = "messagelb.work.orders.a";
    private const string HoldQueue = "messagelb.hold.orders.a";
    private const string Ingress = "messagelb.in.orders";
    private const string Key = "heartbeat.orders.a";
    private const int TimersWhileDraining = 3; // the heartbeat's, the deadline's, the one between two looks
    private static readonly TimeSpan Gap = TimeSpan.FromSeconds(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Session_FromStartToEnd_TakesEveryStepInOrder()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();

        rig.Stop();
        await rig.Time.WaitForTimersAsync(TimersWhileDraining, Token);
        rig.Time.Advance(Gap);
        await rig.EndAsync();

        string[] expected =
        [
            "declare exchange messagelb.unrouted", "declare exchange messagelb.ingress", "declare exchange messagelb.control", "declare exchange messagelb.dead",
            "declare queue messagelb.dead.orders", "bind messagelb.dead.orders to messagelb.dead by orders", "declare queue messagelb.retry.orders", $"declare queue {Queue}",
            "hold orders/a", "subscribe command.orders.a", $"declare queue {HoldQueue}", $"receive {Queue} prefetch 32", $"receive {HoldQueue} prefetch 32", $"subscribe {Key}",
            $"inspect {Queue}", $"inspect {HoldQueue}", $"inspect {Queue}", $"inspect {HoldQueue}", $"unsubscribe {Key}",
            "stop receiving", "stop receiving", "farewell", "unsubscribe command.orders.a", "close receiver", "close receiver", "dispose",
        ];
        Assert.Equal(expected, session.Calls.Items.Where(c => !c.StartsWith("heartbeat", StringComparison.Ordinal)));
        // They have a driver of their own, so their place among the calls is known only at the edges.
        Assert.Equal([$"heartbeat {Key} ready", $"heartbeat {Key} draining"], session.Calls.Items.Where(c => c.StartsWith("heartbeat", StringComparison.Ordinal)));
        Assert.Equal(Array.IndexOf(expected, $"receive {HoldQueue} prefetch 32") + 1, session.Calls.Items.ToList().IndexOf($"heartbeat {Key} ready"));
        Assert.Equal("Worker orders/a/i1 drained and left after 1.0 s (Empty)", Assert.Single(rig.Logs.Of(3005)).Text);
        Assert.Equal("Worker orders/a/i1 stopped: 0 done, 0 failed, 0 returned", Assert.Single(rig.Logs.Of(3007)).Text);
        Assert.True(rig.Worker.Status.Drained);
    }

    [Fact]
    public async Task Stop_SoonAfterTimesWereTold_TellsTheLatestOnceMore()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();
        await WorkerRig.DeliverAsync(session, "m");
        var call = await rig.CallAsync("m");
        rig.Time.Advance(TimeSpan.FromMilliseconds(3));
        call.Finish(HandlerResult.Done);
        await WorkerRig.CallsAsync(session, "ack 1");

        rig.Stop();
        await rig.Time.WaitForTimersAsync(TimersWhileDraining, Token);
        rig.Time.Advance(Gap);
        await rig.EndAsync();

        var told = Assert.Single(session.Heartbeats.Items, heartbeat => !heartbeat.Times.IsEmpty).Times;
        Assert.Equal((TimeBuckets.IndexOf(TimeSpan.FromMilliseconds(3)), 1L), (told.First, Assert.Single(told.Counts.ToArray())));
    }

    [Fact]
    public async Task Stop_MessagesStillInTheQueue_GoesOnUntilItIsEmptyTwice()
    {
        await using var rig = new WorkerRig();
        var looks = new Queue<long>([0, 3, 0, 0]);
        rig.Transport.Ready = () => looks.Dequeue();
        var session = await rig.StartAsync();

        rig.Stop();
        for (var i = 0; i < 3; i++)
        {
            await rig.Time.WaitForTimersAsync(TimersWhileDraining, Token);
            Assert.DoesNotContain("stop receiving", session.Calls.Items);
            rig.Time.Advance(Gap);
            await session.Calls.FirstAsync(_ => looks.Count == 2 - i, "the next look", Token);
        }

        await rig.EndAsync();
        Assert.Empty(looks);
        Assert.Equal(3 * Gap, rig.Time.Elapsed);
    }

    [Fact]
    public async Task Stop_WhatHasNotStarted_GoesBackToTheGroupAtOnceAndWhatRunsIsFinished()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();
        await WorkerRig.DeliverAsync(session, "running", attempt: 2);
        await WorkerRig.DeliverAsync(session, "waiting", attempt: 3);
        var running = await rig.CallAsync("running");

        rig.Stop();
        await WorkerRig.CallsAsync(session, "ack 2");
        await WorkerRig.DeliverAsync(session, "late", attempt: 4);
        await WorkerRig.CallsAsync(session, "ack 3");
        var before = rig.Time.Elapsed;
        running.Finish(HandlerResult.Done);
        await WorkerRig.CallsAsync(session, "ack 1");
        await rig.Time.WaitForTimersAsync(TimersWhileDraining, Token);
        rig.Time.Advance(Gap);
        await rig.EndAsync();

        Assert.Equal(TimeSpan.Zero, before);
        Assert.Equal([("waiting", Ingress, "3"), ("late", Ingress, "4")], session.Publishes.Items.Select(p => (Encoding.UTF8.GetString(p.Body), p.RoutingKey, p.Header(HeaderNames.Attempt)!)));
        Assert.Equal(["running"], rig.Handler.Calls.Items.Select(c => c.Text));
        var last = session.Heartbeats.Items[^1];
        Assert.Equal((WorkerState.Draining, 1L, 2L, 0), (last.State, last.Done, last.Returned, last.InFlight));
        Assert.True(rig.Worker.Status.Drained);
    }

    [Fact]
    public async Task Stop_AnotherInstanceIsReady_LeavesTheQueueToItAtTheSecondLook()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();
        rig.Transport.Ready = () =>
        {
            // Heard before the first look is over; but what was decided before the drain may still come.
            session.Command(Key, Text(NewHeartbeat("i2", WorkerState.Ready)));
            return 1000;
        };

        rig.Stop();
        await rig.Time.WaitForTimersAsync(TimersWhileDraining, Token);
        rig.Time.Advance(Gap);

        await rig.EndAsync();
        Assert.EndsWith("(LeftToOthers)", Assert.Single(rig.Logs.Of(3005)).Text, StringComparison.Ordinal);
        Assert.Equal(2, session.Calls.Items.Count(c => c == $"inspect {Queue}"));
    }

    [Theory]
    [InlineData("orders", "i2", nameof(WorkerState.Draining), 1000)]
    [InlineData("orders", "i1", nameof(WorkerState.Ready), 1000)] // its own
    [InlineData("others", "i2", nameof(WorkerState.Ready), 1000)]
    [InlineData("orders", "i2", nameof(WorkerState.Ready), 400)] // silent for more than two intervals
    public async Task Stop_NobodyElseIsReady_GoesOnReceiving(string group, string instance, string state, int intervalMs)
    {
        await using var rig = new WorkerRig();
        rig.Transport.Ready = () => 1000;
        var session = await rig.StartAsync();

        rig.Stop();
        await rig.Time.WaitForTimersAsync(TimersWhileDraining, Token);
        await session.SendAsync(Key, Json(NewHeartbeat(instance, Enum.Parse<WorkerState>(state)) with { Group = group, IntervalMs = intervalMs }), Token);
        rig.Time.Advance(Gap);
        await rig.Time.WaitForTimersAsync(TimersWhileDraining, Token);

        Assert.DoesNotContain("stop receiving", session.Calls.Items);
    }

    [Fact]
    public async Task Stop_QueueNeverEmpty_EndsAtTheDeadlineAndSaysSo()
    {
        await using var rig = new WorkerRig(o => o.DrainTimeout = TimeSpan.FromSeconds(10));
        rig.Transport.Ready = () => 7;
        var session = await rig.StartAsync();

        rig.Stop();
        for (var looks = 1; looks <= 10; looks++)
        {
            await rig.Time.WaitForTimersAsync(TimersWhileDraining, Token);
            Assert.Equal((looks, false), (Looks(session), session.Calls.Items.Contains("stop receiving")));
            rig.Time.Advance(Gap);
            if (looks < 10) await LooksAsync(session, looks + 1);
        }

        await rig.EndAsync();
        Assert.Equal(
            "Worker orders/a/i1 left after 10.0 s without having drained, because the time was up: 0 handlers were cancelled, 0 messages were not settled, 7 were left in its queue",
            Assert.Single(rig.Logs.Of(3006)).Text);
        Assert.False(rig.Worker.Status.Drained);
    }

    [Fact]
    public async Task Stop_HandlerTooSlow_IsCancelledAtTheDeadlineAndItsMessageGoesBack()
    {
        await using var rig = new WorkerRig(o => o.DrainTimeout = TimeSpan.FromSeconds(10));
        var session = await rig.StartAsync();
        await WorkerRig.DeliverAsync(session, "slow", attempt: 2);
        var slow = await rig.CallAsync("slow");

        await StopAndLookTwiceAsync(rig, session);
        rig.Time.Advance(TimeSpan.FromSeconds(8.9));
        var before = slow.Cancelled.IsCancellationRequested;
        rig.Time.Advance(TimeSpan.FromSeconds(0.1));
        await rig.EndAsync();

        Assert.Equal((false, true), (before, slow.Cancelled.IsCancellationRequested));
        Assert.Equal(("slow", "2"), (Encoding.UTF8.GetString(Assert.Single(session.Publishes.Items).Body), session.Publishes.Items[0].Header(HeaderNames.Attempt)));
        Assert.Contains("ack 1", session.Calls.Items);
        var last = session.Heartbeats.Items[^1];
        Assert.Equal((0L, 1L, 0), (last.Done, last.Returned, last.InFlight));
        Assert.Contains("because the time was up: 1 handlers were cancelled, 0 messages", Assert.Single(rig.Logs.Of(3006)).Text, StringComparison.Ordinal);
        Assert.False(rig.Worker.Status.Drained);
    }

    [Fact]
    public async Task Stop_HandlerIgnoresCancellation_LosesItsMessageToTheGroupAfterTheGrace()
    {
        var never = new TaskCompletionSource<HandlerResult>();
        var handler = new StubbornHandler(never.Task);
        await using var rig = new WorkerRig(o => o.DrainTimeout = TimeSpan.FromSeconds(10), handler);
        var session = await rig.StartAsync();
        await WorkerRig.DeliverAsync(session, "stuck", attempt: 2);
        await handler.Started.OrFailAsync("the start of the handler", Token);

        await StopAndLookTwiceAsync(rig, session);
        rig.Time.Advance(TimeSpan.FromSeconds(9)); // the deadline
        await WorkerRig.CallsAsync(session, "stop receiving");
        await rig.Time.WaitForTimersAsync(2, Token); // the heartbeat's and the grace's
        rig.Time.Advance(TimeSpan.FromSeconds(1.9));
        var before = session.Publishes.Count;
        rig.Time.Advance(TimeSpan.FromSeconds(0.1));
        await rig.EndAsync();

        Assert.Equal(0, before);
        Assert.Equal("2", Assert.Single(session.Publishes.Items).Header(HeaderNames.Attempt));
        Assert.Contains("left after 12.0 s without having drained, because the time was up: 1 handlers were cancelled, 0 messages", (await rig.Logs.FirstAsync(3006, Token)).Text, StringComparison.Ordinal);
        Assert.Equal((1, 1L, 0), (rig.Worker.Status.StuckHandlers, session.Heartbeats.Items[^1].Returned, session.Heartbeats.Items[^1].InFlight));
        never.SetResult(HandlerResult.Done);
        await rig.Logs.FirstAsync(3051, Token);
        Assert.Equal(["publish messagelb.in.orders", "ack 1"], session.Calls.Items.Where(c => c.Split(' ')[0] is "ack" or "publish" or "return"));
    }

    [Fact]
    public async Task Stop_NoTimeToDrain_StillGivesBackWhatHasNotStarted()
    {
        var never = new TaskCompletionSource<HandlerResult>();
        var handler = new StubbornHandler(never.Task);
        await using var rig = new WorkerRig(o => o.DrainTimeout = TimeSpan.Zero, handler);
        var session = await rig.StartAsync();
        await WorkerRig.DeliverAsync(session, "stuck");
        await handler.Started.OrFailAsync("the start of the handler", Token);
        await WorkerRig.DeliverAsync(session, "waiting");

        rig.Stop();
        rig.Time.Advance(TimeSpan.Zero);
        await WorkerRig.CallsAsync(session, "ack 2");
        await rig.Time.WaitForTimersAsync(2, Token); // the heartbeat's and the grace's
        rig.Time.Advance(TimeSpan.FromSeconds(2));
        await rig.EndAsync();

        Assert.Equal(["waiting", "stuck"], session.Publishes.Items.Select(p => Encoding.UTF8.GetString(p.Body)));
        never.SetResult(HandlerResult.Done);
    }

    [Fact]
    public async Task Stop_SessionIsLostMeanwhile_EndsAndSaysSo()
    {
        await using var rig = new WorkerRig();
        rig.Transport.Ready = () => 7;
        var session = await rig.StartAsync();
        rig.Stop();
        await rig.Time.WaitForTimersAsync(TimersWhileDraining, Token);

        session.End("cable cut");

        await rig.EndAsync();
        Assert.EndsWith("because the session ended: 0 handlers were cancelled, 0 messages were not settled, 7 were left in its queue", Assert.Single(rig.Logs.Of(3006)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("farewell", session.Calls.Items);
        Assert.Single(rig.Transport.Sessions.Items);
    }

    [Fact]
    public async Task Stop_BetweenTwoSessions_EndsAtOnce()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();
        rig.Transport.OpenFault = () => new BrokerUnavailableException("down");
        session.End("cable cut");
        await rig.Logs.FirstAsync(3002, Token);

        rig.Stop();

        await rig.EndAsync();
        Assert.Equal(TimeSpan.Zero, rig.Time.Elapsed);
    }

    [Fact]
    public async Task Dispose_WhileRunning_LeavesWithoutDraining()
    {
        var rig = new WorkerRig();
        rig.Transport.Ready = () => 7;
        var session = await rig.StartAsync();

        await rig.DisposeAsync();
        await rig.DisposeAsync();

        await rig.EndAsync();
        Assert.Contains("farewell", session.Calls.Items);
    }

    private static Heartbeat NewHeartbeat(string instance, WorkerState state) =>
        new() { Group = "orders", Destination = "a", Instance = instance, Sequence = 1, State = state };

    private static string Text(Heartbeat heartbeat) => Encoding.UTF8.GetString(Json(heartbeat).Span);

    private static ReadOnlyMemory<byte> Json(Heartbeat heartbeat)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        HeartbeatCodec.Write(buffer, heartbeat);
        return buffer.WrittenMemory;
    }

    private static int Looks(FakeSession session) => session.Calls.Items.Count(c => c == $"inspect {Queue}");

    private static Task<string> LooksAsync(FakeSession session, int count) => session.Calls.FirstAsync(_ => Looks(session) == count, $"look {count}", Token);

    /// <summary>Stops a worker whose handlers run: after two empty looks it waits for them and for the deadline only.</summary>
    private static async Task StopAndLookTwiceAsync(WorkerRig rig, FakeSession session)
    {
        rig.Stop();
        await rig.Time.WaitForTimersAsync(TimersWhileDraining, Token);
        rig.Time.Advance(Gap);
        await LooksAsync(session, 2);
    }
}

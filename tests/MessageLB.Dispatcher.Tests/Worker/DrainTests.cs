using MessageLB.Dispatcher.Tests.Worker.Fakes;
using MessageLB.Testing;
using MessageLB.Worker;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Worker;

public sealed class DrainTests
{
    private const string Queue = "messagelb.work.orders.a";
    private const string Key = "heartbeat.orders.a";
    private const int TimersWhileDraining = 4; // the heartbeat's, the two deadlines', the one between two looks
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
            "declare queue messagelb.dead.orders", "bind messagelb.dead.orders to messagelb.dead by orders", $"declare queue {Queue}",
            "hold orders/a", "subscribe command.orders.a", $"receive {Queue} prefetch 32", $"subscribe {Key}", $"inspect {Queue}", $"inspect {Queue}", $"unsubscribe {Key}",
            "stop receiving", "farewell", "unsubscribe command.orders.a", "close receiver", "dispose",
        ];
        Assert.Equal(expected, session.Calls.Items.Where(c => !c.StartsWith("heartbeat", StringComparison.Ordinal)));
        // They have a driver of their own, so their place among the calls is known only at the edges.
        Assert.Equal([$"heartbeat {Key} ready", $"heartbeat {Key} draining"], session.Calls.Items.Where(c => c.StartsWith("heartbeat", StringComparison.Ordinal)));
        Assert.Equal(Array.IndexOf(expected, $"receive {Queue} prefetch 32") + 1, session.Calls.Items.ToList().IndexOf($"heartbeat {Key} ready"));
        Assert.Equal("Worker orders/a/i1 drained and left after 1.0 s (Empty)", Assert.Single(rig.Logs.Of(3005)).Text);
        Assert.Equal("Worker orders/a/i1 stopped: 0 done, 0 failed, 0 returned", Assert.Single(rig.Logs.Of(3007)).Text);
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
    public async Task Stop_MessageComesLate_IsStillHandled()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();
        rig.Stop();
        await rig.Time.WaitForTimersAsync(TimersWhileDraining, Token);

        await WorkerRig.DeliverAsync(session, "late");
        var late = await rig.CallAsync("late");
        rig.Time.Advance(Gap);
        await session.Calls.FirstAsync(_ => session.Calls.Items.Count(c => c.StartsWith("inspect", StringComparison.Ordinal)) == 2, "the second look", Token);
        var during = session.Calls.Items.Contains("stop receiving");
        late.Finish(HandlerResult.Done);
        await rig.EndAsync();

        Assert.False(during);
        Assert.True(session.Calls.Items.ToList().IndexOf("ack 1") < session.Calls.Items.ToList().IndexOf("stop receiving"));
        Assert.Equal((1L, WorkerState.Draining), (session.Heartbeats.Items[^1].Done, session.Heartbeats.Items[^1].State));
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
    public async Task Stop_QueueNeverEmpty_StopsReceivingInTimeForWhatIsHere()
    {
        await using var rig = new WorkerRig(o => o.DrainTimeout = TimeSpan.FromSeconds(10));
        rig.Transport.Ready = () => 7;
        var session = await rig.StartAsync();
        await WorkerRig.DeliverAsync(session, "slow");
        var slow = await rig.CallAsync("slow");

        rig.Stop();
        await PassAsync(rig, session, TimeSpan.FromSeconds(8), "stop receiving");
        slow.Finish(HandlerResult.Done);
        await rig.EndAsync();

        Assert.Contains("ack 1", session.Calls.Items);
        Assert.False(slow.Cancelled.IsCancellationRequested);
        Assert.Equal(
            "Worker orders/a/i1 left after 8.0 s without having drained: 0 messages in handlers and 7 in its queue were left, because the time was up",
            Assert.Single(rig.Logs.Of(3006)).Text);
    }

    [Fact]
    public async Task Stop_HandlersTooSlow_AreCancelledAtTheDeadlineAndWhatNeverStartedIsGivenBack()
    {
        await using var rig = new WorkerRig(o => o.DrainTimeout = TimeSpan.FromSeconds(10));
        var session = await rig.StartAsync();
        foreach (var text in (string[])["slow", "waiting 1", "waiting 2"]) await WorkerRig.DeliverAsync(session, text);
        var slow = await rig.CallAsync("slow");

        rig.Stop();
        await PassAsync(rig, session, TimeSpan.FromSeconds(8), "stop receiving");
        var before = slow.Cancelled.IsCancellationRequested;
        rig.Time.Advance(TimeSpan.FromSeconds(2));
        await rig.EndAsync();

        Assert.Equal((false, true), (before, slow.Cancelled.IsCancellationRequested));
        Assert.Equal(["return 2", "return 3"], session.Calls.Items.Where(c => c.StartsWith("return", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        // The cancelled one goes to its group, where another destination can take it, with the attempt unchanged.
        Assert.Equal("1", Assert.Single(session.Publishes.Items).Header(HeaderNames.Attempt));
        Assert.Contains("ack 1", session.Calls.Items);
        var last = session.Heartbeats.Items[^1];
        Assert.Equal((0L, 3L, 0), (last.Done, last.Returned, last.InFlight));
        Assert.Equal(1, rig.Handler.Calls.Count);
    }

    [Fact]
    public async Task Stop_HandlerIgnoresCancellation_IsLeftBehindAndSaidSo()
    {
        var never = new TaskCompletionSource<HandlerResult>();
        var handler = new StubbornHandler(never.Task);
        await using var rig = new WorkerRig(o => o.DrainTimeout = TimeSpan.FromSeconds(10), handler);
        var session = await rig.StartAsync();
        await WorkerRig.DeliverAsync(session, "stuck");
        await handler.Started.OrFailAsync("the start of the handler", Token);
        await WorkerRig.DeliverAsync(session, "behind it");

        rig.Stop();
        await PassAsync(rig, session, TimeSpan.FromSeconds(8), "stop receiving");
        rig.Time.Advance(TimeSpan.FromSeconds(2)); // the deadline
        await rig.Time.WaitForTimersAsync(2, Token); // the heartbeat's and the grace's
        rig.Time.Advance(TimeSpan.FromSeconds(2));

        await WorkerRig.CallsAsync(session, "farewell");
        Assert.StartsWith("Worker orders/a/i1 left after 12.0 s without having drained: 1 messages in handlers", (await rig.Logs.FirstAsync(3006, Token)).Text, StringComparison.Ordinal);
        Assert.Equal(1, session.Heartbeats.Items[^1].InFlight);
        Assert.Equal(["return 2"], session.Calls.Items.Where(c => c.Split(' ')[0] is "ack" or "return"));
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
        Assert.EndsWith("because the session ended", Assert.Single(rig.Logs.Of(3006)).Text, StringComparison.Ordinal);
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

        Assert.True(rig.Run.IsCompletedSuccessfully);
        Assert.Contains("farewell", session.Calls.Items);
    }

    private static Heartbeat NewHeartbeat(string instance, WorkerState state) =>
        new() { Group = "orders", Destination = "a", Instance = instance, Sequence = 1, State = state };

    private static string Text(Heartbeat heartbeat) => System.Text.Encoding.UTF8.GetString(Json(heartbeat).Span);

    private static ReadOnlyMemory<byte> Json(Heartbeat heartbeat)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        HeartbeatCodec.Write(buffer, heartbeat);
        return buffer.WrittenMemory;
    }

    /// <summary>Lets the time pass in gaps, each after the worker has come to rest, until it makes the call.</summary>
    private static async Task PassAsync(WorkerRig rig, FakeSession session, TimeSpan time, string call)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += Gap)
        {
            Assert.DoesNotContain(call, session.Calls.Items);
            await rig.Time.WaitForTimersAsync(rig.Worker.Status.InFlight > 0 && IsWaitingForHandlers(session) ? TimersWhileDraining - 1 : TimersWhileDraining, Token);
            rig.Time.Advance(Gap);
        }

        await WorkerRig.CallsAsync(session, call);
    }

    // Once the queue was empty twice, the worker waits for its handlers and not for a time.
    private static bool IsWaitingForHandlers(FakeSession session) => session.Calls.Items.Count(c => c.StartsWith("inspect", StringComparison.Ordinal)) >= 2;

    private sealed class StubbornHandler(Task<HandlerResult> result) : IMessageHandler
    {
        private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Started => _started.Task;

        public async ValueTask<HandlerResult> HandleAsync(Message message, CancellationToken cancellationToken)
        {
            _started.TrySetResult();
            return await result;
        }
    }
}

using System.Text;
using MessageLB.Dispatcher.Tests.Worker.Fakes;
using MessageLB.Testing;
using MessageLB.Worker;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Worker;

public sealed class HandlerTimeoutTests
{
    private const string SentBack = "publish messagelb.retry.orders";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Handler_HonoursTheLimit_IsRetriedWithTheAttemptCounted()
    {
        await using var rig = new WorkerRig(WithLimit);
        var session = await rig.StartAsync();
        await WorkerRig.DeliverAsync(session, "slow", attempt: 2);
        var slow = await rig.CallAsync("slow");

        rig.Time.Advance(Limit - Moment);
        var before = slow.Cancelled.IsCancellationRequested;
        rig.Time.Advance(Moment);
        await WorkerRig.HeartbeatAsync(session, h => h.Failed == 1, "the failed attempt");

        Assert.Equal((false, true), (before, slow.Cancelled.IsCancellationRequested));
        Assert.Equal([SentBack, "ack 1"], Settlements(session));
        Assert.Equal("3", Assert.Single(session.Publishes.Items).Header(HeaderNames.Attempt));
        Assert.Equal("Message id-slow failed at attempt 2 and goes back to its group: Timeout: took longer than 5 s", Assert.Single(rig.Logs.Of(3032)).Text);
        var status = rig.Worker.Status;
        Assert.Equal((1L, 1L, 0L, 0, 0L), (status.TimedOut, status.Retried, status.LateResults, status.StuckHandlers, status.Exceptions));
    }

    [Fact]
    public async Task Handler_EndsInItsOwnWayWithinTheGrace_ItsResultCounts()
    {
        var result = new TaskCompletionSource<HandlerResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var handler = new StubbornHandler(result.Task);
        await using var rig = new WorkerRig(WithLimit, handler);
        var session = await rig.StartAsync();
        await WorkerRig.DeliverAsync(session, "slow");
        await handler.Started.OrFailAsync("the start of the handler", Token);

        rig.Time.Advance(Limit + Grace - Moment);
        result.SetResult(HandlerResult.Done);
        await WorkerRig.CallsAsync(session, "ack 1");
        rig.Time.Advance(Grace);

        Assert.Equal(["ack 1"], Settlements(session));
        Assert.Equal(1, rig.Worker.Status.TimedOut);
    }

    [Fact]
    public async Task Handler_IgnoresTheLimit_LosesItsMessageAfterTheGraceAndItsLateResultHasNoEffect()
    {
        var result = new TaskCompletionSource<HandlerResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var handler = new StubbornHandler(result.Task);
        await using var rig = new WorkerRig(WithLimit, handler);
        var session = await rig.StartAsync();
        await WorkerRig.DeliverAsync(session, "stuck", attempt: 2);
        await handler.Started.OrFailAsync("the start of the handler", Token);

        rig.Time.Advance(Limit + Grace - Moment);
        var before = Settlements(session).Count();
        rig.Time.Advance(Moment);
        var failed = await WorkerRig.HeartbeatAsync(session, h => h.Failed == 1, "the failed attempt");
        result.SetResult(HandlerResult.Drop("too late to say so"));
        await rig.Logs.FirstAsync(3051, Token);
        await WorkerRig.HeartbeatAsync(session, h => h.State == WorkerState.Ready && h.Sequence > failed.Sequence, "ready again");

        Assert.Equal(0, before);
        Assert.Equal([SentBack, "ack 1"], Settlements(session));
        Assert.Equal("3", Assert.Single(session.Publishes.Items).Header(HeaderNames.Attempt));
        Assert.Equal((WorkerState.Failed, 0, 5500.0), (failed.State, failed.InFlight, failed.BusyMs));
        var status = rig.Worker.Status;
        Assert.Equal((1L, 1L, 0L, 1L, 0), (status.TimedOut, status.Retried, status.Dropped, status.LateResults, status.StuckHandlers));
    }

    [Fact]
    public async Task Handler_BlocksItsThread_LosesItsMessageToo()
    {
        using var handler = new BlockingHandler();
        await using var rig = new WorkerRig(WithLimit, handler);
        var session = await rig.StartAsync();
        await WorkerRig.DeliverAsync(session, "stuck", attempt: 5);
        await handler.Started.OrFailAsync("the start of the handler", Token);

        rig.Time.Advance(Limit + Grace);
        await WorkerRig.CallsAsync(session, "ack 1");
        handler.Release();
        await rig.Logs.FirstAsync(3051, Token);

        Assert.Equal([SentBack, "ack 1"], Settlements(session));
        var publish = Assert.Single(session.Publishes.Items);
        Assert.Equal(("6", "Timeout: took longer than 5 s"), (publish.Header(HeaderNames.Attempt), publish.Header(HeaderNames.Error)));
    }

    [Fact]
    public async Task Handlers_OneOfTwoStuck_ItsSlotStaysTakenAndTheDispatcherIsToldOfTheOther()
    {
        var handler = new FirstStubbornHandler();
        await using var rig = new WorkerRig(o => (o.Concurrency, o.HandlerTimeout) = (2, Limit), handler);
        var session = await rig.StartAsync();
        await WorkerRig.DeliverAsync(session, "stuck");
        await handler.Stuck.Calls.TakeAsync(1, Token);
        rig.Time.Advance(Limit + Grace);
        var less = await WorkerRig.HeartbeatAsync(session, h => h.Concurrency == 1, "a slot less");

        await WorkerRig.DeliverAsync(session, "one");
        await WorkerRig.DeliverAsync(session, "two");
        var one = (await handler.Others.Calls.TakeAsync(1, Token))[0];
        var atOnce = handler.Others.Calls.Count;
        one.Finish(HandlerResult.Done);
        (await handler.Others.Calls.TakeAsync(2, Token))[1].Finish(HandlerResult.Done);
        handler.Stuck.Calls.Items[0].Finish(HandlerResult.Done);
        var whole = await WorkerRig.HeartbeatAsync(session, h => h.Concurrency == 2 && h.Sequence > less.Sequence, "both slots");

        Assert.Equal((WorkerState.Ready, WorkerState.Ready, 1), (less.State, whole.State, atOnce));
        Assert.Equal("The handler of message id-stuck has run for 5.5 s and ignores its cancellation; the message goes elsewhere, and 1 of 2 handlers are stuck", Assert.Single(rig.Logs.Of(3050)).Text);
    }

    [Fact]
    public async Task Handlers_AllStuck_WhatWaitsAndWhatComesGoesBackWithTheAttemptUnchanged()
    {
        var result = new TaskCompletionSource<HandlerResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var handler = new StubbornHandler(result.Task);
        await using var rig = new WorkerRig(WithLimit, handler);
        var session = await rig.StartAsync();
        await WorkerRig.DeliverAsync(session, "stuck");
        await handler.Started.OrFailAsync("the start of the handler", Token);
        await WorkerRig.DeliverAsync(session, "behind it");

        rig.Time.Advance(Limit + Grace);
        await WorkerRig.CallsAsync(session, "ack 2");
        await WorkerRig.DeliverAsync(session, "later");
        await WorkerRig.CallsAsync(session, "ack 3");
        result.SetResult(HandlerResult.Done);
        await rig.Logs.FirstAsync(3053, Token);
        await WorkerRig.DeliverAsync(session, "afterwards");
        await WorkerRig.CallsAsync(session, "ack 4");

        Assert.Equal(
            [("behind it", "1"), ("later", "1"), ("stuck", "2")],
            session.Publishes.Items.Select(p => (Encoding.UTF8.GetString(p.Body), p.Header(HeaderNames.Attempt)!)).Order());
        Assert.Equal("Worker orders/a/i1 takes no messages (Failed); 1 of 1 handlers are stuck", Assert.Single(rig.Logs.Of(3052)).Text);
        Assert.Equal(1L, rig.Worker.Status.Done);
    }

    [Fact]
    public async Task Limit_RunsAnewForEveryMessage()
    {
        await using var rig = new WorkerRig(WithLimit);
        var session = await rig.StartAsync();
        foreach (var text in (string[])["m1", "m2"])
        {
            await WorkerRig.DeliverAsync(session, text);
            var call = await rig.CallAsync(text);
            rig.Time.Advance(Limit - Moment);
            Assert.False(call.Cancelled.IsCancellationRequested);
            call.Finish(HandlerResult.Done);
            await WorkerRig.CallsAsync(session, $"ack {text[1..]}");
        }

        Assert.Equal(0, rig.Worker.Status.TimedOut);
    }

    private static void WithLimit(WorkerOptions options) => options.HandlerTimeout = Limit;

    private static IEnumerable<string> Settlements(FakeSession session) => session.Calls.Items.Where(c => c.Split(' ')[0] is "publish" or "ack" or "reject" or "return");

    /// <summary>Blocks the thread that calls it.</summary>
    private sealed class BlockingHandler : IMessageHandler, IDisposable
    {
        private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _gate = new();

        public Task Started => _started.Task;

        public void Release() => _gate.Set();

        public ValueTask<HandlerResult> HandleAsync(Message message, CancellationToken cancellationToken)
        {
            _started.TrySetResult();
            _gate.Wait(CancellationToken.None);
            return new ValueTask<HandlerResult>(HandlerResult.Done);
        }

        public void Dispose()
        {
            _gate.Set();
            _gate.Dispose();
        }
    }

    /// <summary>The message "stuck" ignores its cancellation, the others do not.</summary>
    private sealed class FirstStubbornHandler : IMessageHandler
    {
        public GatedHandler Stuck { get; } = new();

        public GatedHandler Others { get; } = new();

        public ValueTask<HandlerResult> HandleAsync(Message message, CancellationToken cancellationToken) =>
            message.MessageId == "id-stuck" ? Stuck.HandleAsync(message, CancellationToken.None) : Others.HandleAsync(message, cancellationToken);
    }
}

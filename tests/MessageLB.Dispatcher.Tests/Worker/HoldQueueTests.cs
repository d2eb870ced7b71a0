using MessageLB.Dispatcher.Tests.Worker.Fakes;
using MessageLB.Testing;
using MessageLB.Transport;
using MessageLB.Worker;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Worker;

/// <summary>Messages that their dispatcher holds.</summary>
public sealed class HoldQueueTests
{
    private const string Queue = "messagelb.hold.orders.a";
    private const string Report = "publish result.orders.a";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(HandlerResultKind.Retry, ResultStatus.Retry)]
    [InlineData(HandlerResultKind.Drop, ResultStatus.Drop)]
    [InlineData(HandlerResultKind.Return, ResultStatus.Return)]
    public async Task NotDone_IsAcknowledgedAndReportedAndPublishedNowhere(HandlerResultKind kind, ResultStatus status)
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();
        await DeliverAsync(session, "m");

        (await rig.CallAsync("m")).Finish(kind switch { HandlerResultKind.Retry => HandlerResult.Retry("E: no"), HandlerResultKind.Drop => HandlerResult.Drop("E: no"), _ => HandlerResult.Return("E: no") });

        await WorkerRig.CallsAsync(session, Report);
        Assert.Equal(["ack 1", Report], session.Calls.Items.Where(c => c.Split(' ')[0] is "publish" or "ack" or "reject" or "return"));
        Assert.Equal(status, Reported(session).Status);
        var heartbeat = await WorkerRig.HeartbeatAsync(session, h => h.Settled == 1, "the settled message");
        Assert.Equal(kind == HandlerResultKind.Return ? (0L, 1L) : (1L, 0L), (heartbeat.Failed, heartbeat.Returned));
    }

    [Fact]
    public async Task Deadline_Over_IsGivenBackUnseen()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();

        await DeliverAsync(session, "m", p => p.Headers![HeaderNames.Deadline] = WireTime.Write(rig.Time.GetUtcNow() - TimeSpan.FromMilliseconds(1)));

        await WorkerRig.CallsAsync(session, Report);
        Assert.Equal(ResultStatus.Return, Reported(session).Status);
        Assert.Empty(rig.Handler.Calls.Items);
    }

    [Fact]
    public async Task Stop_WhatHasNotStarted_IsReportedAsGivenBackAtOnce()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();
        await DeliverAsync(session, "running");
        var running = await rig.CallAsync("running");
        await DeliverAsync(session, "waiting");

        rig.Stop();
        await WorkerRig.CallsAsync(session, Report);

        Assert.Equal(("id-waiting", ResultStatus.Return), (Reported(session).MessageId, Reported(session).Status));
        running.Finish(HandlerResult.Done);
        await WorkerRig.CallsAsync(session, "ack 1");
    }

    [Fact]
    public async Task Queue_CannotBeDeclared_TheWorkerServesWithoutItAndSaysSo()
    {
        await using var rig = new WorkerRig();
        rig.Transport.Refusal = queue => queue == Queue ? new MessageLBException("not allowed") : null;

        var session = await rig.StartAsync();

        Assert.False(session.Heartbeats.Items[0].Results);
        Assert.DoesNotContain(session.Calls.Items, c => c.StartsWith($"receive {Queue}", StringComparison.Ordinal));
        Assert.EndsWith($"because queue {Queue} cannot be declared: not allowed", (await rig.Logs.FirstAsync(3062, Token)).Text, StringComparison.Ordinal);
        await WorkerRig.DeliverAsync(session, "m");
        (await rig.CallAsync("m")).Finish(HandlerResult.Done);
        await WorkerRig.CallsAsync(session, "ack 1");
    }

    [Fact]
    public async Task Queue_CannotBeDeclaredAndThenItCan_TheWorkerTakesFromItToo()
    {
        await using var rig = new WorkerRig();
        rig.Transport.Refusal = queue => queue == Queue ? new MessageLBException("its node is down") : null;
        var session = await rig.StartAsync();
        await rig.Logs.FirstAsync(3062, Token);

        rig.Transport.Refusal = _ => null;
        await Eventually.TrueAsync(
            () =>
            {
                rig.Time.Advance(TimeSpan.FromSeconds(1));
                return ValueTask.FromResult(rig.Logs.Lines.Any(l => l.Id == 3063));
            },
            "the queue is declared",
            Token);

        await session.Calls.FirstAsync(c => c.StartsWith($"receive {Queue}", StringComparison.Ordinal), "the queue is received from", Token);
        await WorkerRig.HeartbeatAsync(session, h => h.Results, "results are reported from now on");
        await DeliverAsync(session, "m");
        (await rig.CallAsync("m")).Finish(HandlerResult.Done);
        await WorkerRig.CallsAsync(session, Report);
    }

    private static Task DeliverAsync(FakeSession session, string text, Action<MessageProperties>? with = null)
    {
        var properties = new MessageProperties
        {
            MessageId = $"id-{text}",
            Headers = new Dictionary<string, object?> { [HeaderNames.Result] = "1", [HeaderNames.Dispatcher] = "d1", [HeaderNames.Attempt] = "1" },
        };
        with?.Invoke(properties);
        return session.DeliverAsync(properties, System.Text.Encoding.UTF8.GetBytes(text), queue: Queue);
    }

    private static WorkResult Reported(FakeSession session) =>
        ResultCodec.TryRead(session.Publishes.Items.First(p => p.Exchange == Names.ControlExchange).Body, out var results, out var error) ? results[0] : throw new InvalidOperationException(error);
}

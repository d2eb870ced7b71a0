using MessageLB.Dispatcher.Tests.Worker.Fakes;
using MessageLB.Transport;
using MessageLB.Worker;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Worker;

public sealed class ResultTests
{
    private const string Results = "result.orders.a";

    [Fact]
    public async Task Done_AskedForItsResult_IsReportedAfterItIsSettled()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();

        await DeliverAsync(session, "m", attempt: 2);
        var call = await rig.CallAsync("m");
        rig.Time.Advance(TimeSpan.FromMilliseconds(20));
        call.Finish(HandlerResult.Done);

        await WorkerRig.CallsAsync(session, $"publish {Results}");
        Assert.Equal(["ack 1", $"publish {Results}"], session.Calls.Items.Where(c => c.Split(' ')[0] is "ack" or "publish"));
        var publish = Assert.Single(session.Publishes.Items);
        Assert.Equal((Names.ControlExchange, false), (publish.Exchange, publish.Properties.Persistent));
        Assert.Equal([new WorkResult("id-m", 2, ResultStatus.Success, 20, null, "d1")], Read(publish));
    }

    [Fact]
    public async Task Done_NotAskedForItsResult_IsNotReported()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();

        await WorkerRig.DeliverAsync(session, "quiet");
        (await rig.CallAsync("quiet")).Finish(HandlerResult.Done);
        await WorkerRig.CallsAsync(session, "ack 1");
        await DeliverAsync(session, "m");
        (await rig.CallAsync("m")).Finish(HandlerResult.Done);

        await WorkerRig.CallsAsync(session, $"publish {Results}");
        Assert.Equal("id-m", Assert.Single(Reported(session)).MessageId);
    }

    [Theory]
    [InlineData(HandlerResultKind.Retry, ResultStatus.Retry)]
    [InlineData(HandlerResultKind.Drop, ResultStatus.Drop)]
    [InlineData(HandlerResultKind.Return, ResultStatus.Return)]
    public async Task NotDone_IsReportedWithTheReason(HandlerResultKind kind, ResultStatus status)
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();

        await DeliverAsync(session, "m");
        (await rig.CallAsync("m")).Finish(kind == HandlerResultKind.Retry ? HandlerResult.Retry("E: no") : kind == HandlerResultKind.Drop ? HandlerResult.Drop("E: no") : HandlerResult.Return("E: no"));

        await WorkerRig.CallsAsync(session, $"publish {Results}");
        Assert.Equal([new WorkResult("id-m", 1, status, 0, "E: no", "d1")], Reported(session));
    }

    [Fact]
    public async Task Retry_TheBrokerDidNotTakeIt_IsNotReportedForItComesAgain()
    {
        await using var rig = new WorkerRig();
        rig.Transport.Outcome = () => PublishOutcome.Refused;
        var session = await rig.StartAsync();

        await DeliverAsync(session, "m");
        (await rig.CallAsync("m")).Finish(HandlerResult.Retry("later"));
        await rig.Time.WaitForTimersAsync(2, TestContext.Current.CancellationToken); // the heartbeat's and the pause's
        rig.Time.Advance(TimeSpan.FromMilliseconds(100));
        await WorkerRig.CallsAsync(session, "return 1");
        rig.Transport.Outcome = () => PublishOutcome.Confirmed;
        await DeliverAsync(session, "next");
        (await rig.CallAsync("next")).Finish(HandlerResult.Done);

        await WorkerRig.CallsAsync(session, $"publish {Results}");
        Assert.Equal("id-next", Assert.Single(Reported(session)).MessageId);
    }

    [Fact]
    public async Task Duplicate_OfWhatWasDone_IsReportedAsDoneToWhoeverHandedItOver()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();
        await DeliverAsync(session, "m");
        (await rig.CallAsync("m")).Finish(HandlerResult.Done);
        await WorkerRig.CallsAsync(session, "ack 1");

        await DeliverAsync(session, "m", dispatcher: "d2");

        await session.Publishes.FirstAsync(p => Read(p).Any(r => r.Dispatcher == "d2"), "the second report", TestContext.Current.CancellationToken);
        Assert.Equal([("d1", ResultStatus.Success), ("d2", ResultStatus.Success)], Reported(session).Select(r => (r.Dispatcher!, r.Status)));
    }

    [Fact]
    public async Task Duplicate_OfWhatFails_IsReportedAsFailed()
    {
        await using var rig = new WorkerRig(o => o.Concurrency = 2);
        var session = await rig.StartAsync();
        await DeliverAsync(session, "m");
        var call = await rig.CallAsync("m");
        await DeliverAsync(session, "m", dispatcher: "d2");
        await DeliverAsync(session, "another");
        await rig.CallAsync("another"); // behind it in the queue: the second slot has looked at it

        call.Finish(HandlerResult.Retry("E: no"));

        await session.Publishes.FirstAsync(p => p.Exchange == Names.ControlExchange && Read(p).Any(r => r.Dispatcher == "d2"), "the second report", TestContext.Current.CancellationToken);
        Assert.Single(session.Publishes.Items, p => p.RoutingKey == Names.RetryQueue("orders"));
        Assert.Equal([("d1", ResultStatus.Retry), ("d2", ResultStatus.Retry)], Reported(session).Select(r => (r.Dispatcher!, r.Status)));
    }

    [Fact]
    public async Task Report_NobodyTakesIt_IsDroppedAndTheNextOneIsReported()
    {
        await using var rig = new WorkerRig();
        rig.Transport.Outcome = () => PublishOutcome.Returned;
        var session = await rig.StartAsync();
        await DeliverAsync(session, "lost");
        (await rig.CallAsync("lost")).Finish(HandlerResult.Done);
        await rig.Logs.FirstAsync(3060, TestContext.Current.CancellationToken);

        await DeliverAsync(session, "m");
        (await rig.CallAsync("m")).Finish(HandlerResult.Done);

        await session.Publishes.FirstAsync(p => Read(p).Any(r => r.MessageId == "id-m"), "the next report", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Heartbeat_SaysThatResultsAreReported()
    {
        await using var rig = new WorkerRig();

        var session = await rig.StartAsync();

        Assert.True(session.Heartbeats.Items[0].Results);
    }

    private static Task DeliverAsync(FakeSession session, string text, int attempt = 1, string dispatcher = "d1") =>
        WorkerRig.DeliverAsync(session, text, attempt, dispatcher, p => p.Headers![HeaderNames.Result] = "1"u8.ToArray());

    private static IEnumerable<WorkResult> Reported(FakeSession session) => session.Publishes.Items.Where(p => p.Exchange == Names.ControlExchange).SelectMany(Read);

    private static IReadOnlyList<WorkResult> Read(FakePublish publish) => ResultCodec.TryRead(publish.Body, out var results, out var error) ? results : throw new InvalidOperationException(error);
}

using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Holding;

/// <summary>The life of a message in hold.</summary>
public sealed class HoldTests
{
    private const string Ingress = "messagelb.in.default";
    private const string Retries = "messagelb.retry.default";
    private const string Dead = "messagelb.dead.default";

    [Fact]
    public async Task HandOver_IsTransientAsksForAResultAndTheIngressMessageStays()
    {
        await using var rig = await HoldRig.StartAsync();
        var worker = await rig.JoinAsync("a", window: 1);

        await rig.PublishAsync(new MessageProperties { Persistent = true, Expiration = "60000" });

        var message = await worker.MessageAsync(0);
        Assert.Equal((false, null, "1"), (message.Properties.Persistent, message.Properties.Expiration, Header(message, HeaderNames.Result)));
        Assert.Equal(WireTime.Write(rig.Time.GetUtcNow().AddSeconds(60)), Header(message, HeaderNames.Deadline));
        await rig.InHoldAsync(1);
        Assert.Equal(4, rig.Group.Hold.Bytes);
        await rig.LoseSessionAsync();
        Assert.True((await worker.MessageAsync(1)).Redelivered is false, "another hand-over, not the queue's redelivery");
    }

    [Fact]
    public async Task Success_NoRoomForMore_IsAcknowledgedOutOfOrder()
    {
        await using var rig = await HoldRig.StartAsync(GroupConfig.Default with { Prefetch = 2 });
        var worker = await rig.JoinAsync("a", window: 3);
        await rig.PublishAsync("slow", "quick", "quicker", "last");
        await worker.IdsAsync(2);

        // Each makes room for the next one, so that it must have been acknowledged when that one is there.
        await worker.EndAsync("quick");
        await worker.IdsAsync(3);
        await worker.EndAsync("quicker");
        await worker.IdsAsync(4);
        await rig.LoseSessionAsync();

        // Only what had no result is handed over again.
        await worker.IdsAsync(6);
        Assert.Equal("slow", (await worker.MessageAsync(4)).Properties.MessageId);
        Assert.Equal("last", (await worker.MessageAsync(5)).Properties.MessageId);
        await worker.EndAsync("slow");
        await worker.EndAsync("last");
        await rig.InHoldAsync(0);
        Assert.Equal(6, worker.Deliveries);
        Assert.Equal(0, (await rig.QueueAsync(Ingress))!.Value.Ready);
    }

    [Fact]
    public async Task Retry_GoesToTheRetryQueueAsFromAWorker()
    {
        await using var rig = await HoldRig.StartAsync();
        var worker = await rig.JoinAsync("a", window: 1);
        await rig.PublishAsync("m");
        await worker.IdsAsync(1);

        await worker.EndAsync("m", ResultStatus.Retry, "Timeout: late");

        var retried = (await (await rig.TakeAsync(Retries)).TakeAsync(1, TestContext.Current.CancellationToken))[0];
        Assert.Equal(("2", "Timeout: late", "a"), (Header(retried, HeaderNames.Attempt), Header(retried, HeaderNames.Error), Header(retried, HeaderNames.Destination)));
        Assert.Equal((Names.IngressExchange, "any", true), (Header(retried, HeaderNames.Exchange), Header(retried, HeaderNames.RoutingKey), retried.Properties.Persistent));
        await rig.InHoldAsync(0);
        await rig.LoseSessionAsync();
        await rig.PublishAsync("next");
        Assert.Equal("next", (await worker.MessageAsync(1)).Properties.MessageId);
    }

    [Fact]
    public async Task Drop_BecomesADeadLetterAsFromAWorker()
    {
        await using var rig = await HoldRig.StartAsync();
        var worker = await rig.JoinAsync("a", window: 1);
        await rig.PublishAsync("m");
        await worker.IdsAsync(1);

        await worker.EndAsync("m", ResultStatus.Drop, "E: no such order");

        var dead = (await (await rig.TakeAsync(Dead)).TakeAsync(1, TestContext.Current.CancellationToken))[0];
        Assert.Equal((DeadReasons.Dropped, "E: no such order", "a", "1"), (Header(dead, HeaderNames.DeadReason), Header(dead, HeaderNames.LastError), Header(dead, HeaderNames.Tried), Header(dead, HeaderNames.Attempt)));
        await rig.InHoldAsync(0);
        Assert.Equal(0, rig.Group.Counters.Rejected);
    }

    [Fact]
    public async Task Return_IsHandedToSomebodyElseAtOnceWithTheAttemptUnchanged()
    {
        await using var rig = await HoldRig.StartAsync();
        var a = await rig.JoinAsync("a", window: 1);
        await rig.PublishAsync("m");
        await a.IdsAsync(1);
        a.Report(1, WorkerState.Draining);
        var b = await rig.JoinAsync("b", window: 1);

        await a.SayAsync(new WorkResult("m", 1, ResultStatus.Return, 0));

        Assert.Equal("1", Header(await b.MessageAsync(0), HeaderNames.Attempt));
        await b.EndAsync("m");
        await rig.InHoldAsync(0);
    }

    [Fact]
    public async Task Late_ResultOfWhoeverHadItBeforeOrOfAnotherAttempt_HasNoEffectAndIsCounted()
    {
        await using var rig = await HoldRig.StartAsync();
        var a = await rig.JoinAsync("a", window: 1);
        await rig.PublishAsync("m");
        await a.IdsAsync(1);
        var b = await rig.JoinAsync("b", window: 1);
        await a.DieAsync();
        await b.IdsAsync(1);

        await b.SayAsync(new WorkResult("m", 2, ResultStatus.Success, 1, null, HoldRig.Dispatcher));
        var again = await rig.JoinAsync("c", window: 1);
        await again.SayAsync(new WorkResult("m", 1, ResultStatus.Drop, 1, null, HoldRig.Dispatcher));
        await again.SayAsync(new WorkResult("m", 1, ResultStatus.Drop, 1, null, "another-dispatcher"));
        await HoldRig.TrueAsync(() => rig.Group.Hold.LateResults == 2, "two results are late");

        await b.EndAsync("m");
        await rig.InHoldAsync(0);
        Assert.Equal((2L, 0L), (rig.Group.Hold.LateResults, (await rig.QueueAsync(Dead))!.Value.Ready));
    }

    [Fact]
    public async Task Overdue_CountsAsAFailedAttemptAndItsResultIsLate()
    {
        await using var rig = await HoldRig.StartAsync(GroupConfig.Default with { HoldLimit = TimeSpan.FromSeconds(2), HealthChecking = false });
        var worker = await rig.JoinAsync("a", window: 1);
        await rig.PublishAsync("m");
        await worker.IdsAsync(1);
        await rig.InHoldAsync(1);

        await rig.PassUntilAsync(() => rig.Group.Hold.Messages == 0, "its time is over");

        var retried = (await (await rig.TakeAsync(Retries)).TakeAsync(1, TestContext.Current.CancellationToken))[0];
        Assert.Equal(("2", "Timeout: no result within 2 s"), (Header(retried, HeaderNames.Attempt), Header(retried, HeaderNames.Error)));
        await worker.EndAsync("m");
        await HoldRig.TrueAsync(() => rig.Group.Hold.LateResults == 1, "the result is late");
        Assert.Single(rig.Logs.Of(2110));
    }

    [Fact]
    public async Task Deadline_OverWhenItIsGivenBack_IsNotHandedOverAgain()
    {
        await using var rig = await HoldRig.StartAsync();
        var worker = await rig.JoinAsync("a", window: 1);
        await rig.PublishAsync(new MessageProperties { MessageId = "m", Persistent = true, Expiration = "500" });
        await worker.IdsAsync(1);
        rig.Pass(TimeSpan.FromMilliseconds(500));

        await worker.EndAsync("m", ResultStatus.Return);

        var buried = (await (await rig.TakeAsync(Retries)).TakeAsync(1, TestContext.Current.CancellationToken))[0];
        Assert.NotNull(Header(buried, HeaderNames.Deadline));
        Assert.Null(Header(buried, HeaderNames.Error));
        Assert.Equal(1, worker.Deliveries);
    }

    [Fact]
    public async Task Memory_Full_NothingMoreIsTakenUntilSomethingIsSettled()
    {
        const int Third = 400 << 10;
        await using var rig = await HoldRig.StartAsync(GroupConfig.Default with { HoldMemory = 1 << 20 });
        var worker = await rig.JoinAsync("a", window: 10);
        for (var i = 0; i < 5; i++) await rig.PublishAsync(new MessageProperties { MessageId = $"m{i}", Persistent = true }, Third);

        Assert.Equal(["m0", "m1", "m2"], await worker.IdsAsync(3));
        await rig.InHoldAsync(3);
        await HoldRig.TrueAsync(() => rig.Group.Counters.Received == 3, "three are taken");
        await worker.EndAsync("m1");

        Assert.Equal("m3", (await worker.MessageAsync(3)).Properties.MessageId);
        await rig.InHoldAsync(3);
        Assert.Equal(3L * Third, rig.Group.Hold.Bytes);
        Assert.Equal(4, rig.Group.Counters.Received);
    }

    [Fact]
    public async Task Worker_DoesNotReportResults_GetsNothingAndItIsSaidWhy()
    {
        await using var rig = await HoldRig.StartAsync();
        var worker = await rig.JoinAsync("a", window: 1);

        worker.Report(1, results: false);

        var view = rig.View("a");
        Assert.Equal((DestinationCondition.Suspended, "its worker does not report results, which 'delivery: hold' needs"), (view.Condition, view.Reason));
        Assert.False(rig.Group.State.Snapshot.HasAnybody);
        worker.Report(1);
        Assert.Equal(DestinationCondition.Ready, rig.View("a").Condition);
    }

    [Fact]
    public async Task Stop_ResultsComeInTime_EverythingIsSettled()
    {
        await using var rig = await HoldRig.StartAsync();
        var worker = await rig.JoinAsync("a", window: 3);
        await rig.PublishAsync("done", "failed", "m");
        await worker.IdsAsync(3);
        await rig.InHoldAsync(3);

        var stopping = rig.StopAsync(TimeSpan.FromMinutes(1));
        await worker.EndAsync("done");
        await worker.EndAsync("failed", ResultStatus.Drop, "E: no");
        await worker.EndAsync("m");

        await stopping.OrFailAsync("the stop", TestContext.Current.CancellationToken);
        Assert.True(await stopping);
        Assert.Equal((0L, 1L), ((await rig.QueueAsync(Ingress))!.Value.Ready, (await rig.QueueAsync(Dead))!.Value.Ready));
    }

    [Fact]
    public async Task Stop_NoResultInTime_TheBrokerHasItBack()
    {
        await using var rig = await HoldRig.StartAsync();
        var worker = await rig.JoinAsync("a", window: 3);
        await rig.PublishAsync("done", "m");
        await worker.IdsAsync(2);
        await worker.EndAsync("done");
        await rig.InHoldAsync(1);

        var stopping = rig.StopAsync(TimeSpan.FromSeconds(5));
        await Eventually.TrueAsync(
            () =>
            {
                rig.Time.Advance(TimeSpan.FromSeconds(1));
                return ValueTask.FromResult(stopping.IsCompleted);
            },
            "the stop",
            TestContext.Current.CancellationToken);

        Assert.Equal(1, (await rig.QueueAsync(Ingress))!.Value.Ready);
        Assert.Single(rig.Logs.Of(2112));
        Assert.Equal(0, rig.Group.Hold.Messages);
    }

    private static string? Header(ReceivedMessage message, string name) => HeaderValues.GetText(message.Properties.Headers, name);
}

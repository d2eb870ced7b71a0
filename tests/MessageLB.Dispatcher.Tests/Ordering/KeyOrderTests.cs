using MessageLB.Core.Configuration;
using MessageLB.Core.Hashing;
using MessageLB.Dispatcher.Tests.Rescue;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Ordering;

/// <summary>A group with <c>order_by</c>; all messages here have one key.</summary>
public sealed class KeyOrderTests
{
    private static readonly GroupConfig Config = GroupConfig.Default with { OrderBy = new KeySource(KeyField.Header, "k") };

    [Fact]
    public async Task Group_OwnerDrains_TheKeyMovesOnlyAfterItsResults()
    {
        await using var rig = await RescueRig.StartAsync(Config);
        var (own, other) = await StartAsync(rig);
        await PublishAsync(rig, "m1", "m2");
        Assert.Equal(["m0", "m1", "m2"], await own.IdsAsync(3));

        own.Report(10, WorkerState.Draining);
        await PublishAsync(rig, "m3");
        await WaitingAsync(rig, 1);
        Tell(rig, own, "m0", "m1");
        Assert.Equal((1, 0), (rig.Group.Order!.Waiting, other.Deliveries));
        Tell(rig, own, "m2");

        Assert.Equal(["m3"], await other.IdsAsync(1));
    }

    [Fact]
    public async Task Group_ResultsAreLost_TheKeyMovesOnceTheWorkersCountersShowNothing()
    {
        await using var rig = await RescueRig.StartAsync(Config);
        var (own, other) = await StartAsync(rig);
        own.Report(10, WorkerState.Draining);
        await PublishAsync(rig, "m1");
        await WaitingAsync(rig, 1);

        await own.DoneAsync(1, report: false);
        own.Report(10, WorkerState.Draining);

        Assert.Equal(["m1"], await other.IdsAsync(1));
    }

    [Fact]
    public async Task Group_OwnerDies_WhatItHadComesBeforeWhatIsNewer()
    {
        await using var rig = await RescueRig.StartAsync(Config);
        var (own, other) = await StartAsync(rig);
        await PublishAsync(rig, "m1", "m2");
        await own.IdsAsync(3);

        await own.DieAsync();
        await PublishAsync(rig, "m3");
        await ArriveAsync(rig, other, 4);

        Assert.Equal(["m0", "m1", "m2", "m3"], other.Ids);
    }

    [Fact]
    public async Task Group_OwnerIsLostAndStillAConsumer_TheKeyWaitsUntilItsConnectionEnds()
    {
        await using var rig = await RescueRig.StartAsync(Config);
        var (own, other) = await StartAsync(rig);
        rig.Group.OnPresenceEnded(new WorkerInstance(Config.Name, own.Name, own.Name + "-1"), PresenceEnd.Lost);
        await PublishAsync(rig, "m1");
        await WaitingAsync(rig, 1);
        rig.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal((1, 0), (rig.Group.Order!.Waiting, other.Deliveries));

        await own.Session.DisposeAsync();
        await ArriveAsync(rig, other, 2);

        Assert.Equal(["m0", "m1"], other.Ids);
    }

    [Fact]
    public async Task Group_SessionLostWithAMessageAtWork_HandsNothingOverUntilItIsDone()
    {
        await using var rig = await RescueRig.StartAsync(Config);
        var (own, other) = await StartAsync(rig);
        own.TellsInFlight = true;

        await rig.LoseSettledSessionAsync();
        await PublishAsync(rig, "m1");
        await WaitingAsync(rig, 1);
        for (var i = 0; i < 20; i++) PassAndReport(rig, own, other);
        Assert.True(rig.Group.Order!.Book.IsLearning);
        await own.DoneAsync(1);
        await LearnedAsync(rig, own, other);

        await Eventually.TrueAsync(() => ValueTask.FromResult(own.Deliveries + other.Deliveries == 2), "m1 is handed over", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Group_MessagesWithoutAKey_GoByThePolicyWhileAKeyWaits()
    {
        await using var rig = await RescueRig.StartAsync(Config);
        var (own, other) = await StartAsync(rig);
        own.Report(10, WorkerState.Draining);
        await PublishAsync(rig, "m1");
        await WaitingAsync(rig, 1);

        await rig.PublishAsync("free");

        Assert.Equal(["free"], await other.IdsAsync(1));
    }

    [Fact]
    public async Task HandOver_InAnOrderedGroup_NamesTheSlotAndAsksForTheResult()
    {
        await using var rig = await RescueRig.StartAsync(Config);
        var (own, _) = await StartAsync(rig);

        var headers = (await own.MessageAsync(0)).Properties.Headers!;

        var slot = rig.Group.Order!.Book.SlotOf(StableHash.Of("key".AsSpan()));
        Assert.Equal((slot.ToString(System.Globalization.CultureInfo.InvariantCulture), "1"), (HeaderValues.GetText(headers, HeaderNames.Slot), HeaderValues.GetText(headers, HeaderNames.Result)));
    }

    // Two workers, and a message m0 at the one that the key belongs to.
    private static async Task<(FakeWorker Own, FakeWorker Other)> StartAsync(RescueRig rig)
    {
        var a = await rig.JoinAsync("a", 10);
        var b = await rig.JoinAsync("b", 10);
        await LearnedAsync(rig, a, b);
        await PublishAsync(rig, "m0");
        await Eventually.TrueAsync(() => ValueTask.FromResult(a.Deliveries + b.Deliveries == 1), "m0 is handed over", TestContext.Current.CancellationToken);
        return a.Deliveries == 1 ? (a, b) : (b, a);
    }

    private static Task LearnedAsync(RescueRig rig, params FakeWorker[] workers) => rig.PassUntilAsync(
        () =>
        {
            foreach (var worker in workers) worker.Repeat();
            return ValueTask.FromResult(!rig.Group.Order!.Book.IsLearning);
        },
        "the dispatcher has learned");

    // Time passes while the worker goes on to say that it is there.
    private static Task ArriveAsync(RescueRig rig, FakeWorker worker, int count) => rig.PassUntilAsync(
        () =>
        {
            worker.Repeat();
            return ValueTask.FromResult(worker.Deliveries >= count);
        },
        $"{worker.Name} has {count} deliveries");

    private static void PassAndReport(RescueRig rig, params FakeWorker[] workers)
    {
        rig.Pass(TimeSpan.FromMilliseconds(100));
        foreach (var worker in workers) worker.Repeat();
    }

    private static async Task PublishAsync(RescueRig rig, params string[] ids)
    {
        foreach (var id in ids) await rig.PublishAsync(new MessageProperties { MessageId = id, Persistent = true, Headers = new Dictionary<string, object?> { ["k"] = "key" } });
    }

    private static Task WaitingAsync(RescueRig rig, int count) => RescueRig.TrueAsync(() => rig.Group.Order!.Waiting == count, $"{count} messages wait for their turn");

    private static void Tell(RescueRig rig, FakeWorker worker, params string[] ids) =>
        rig.Group.Results.Tell(worker.Name, [.. ids.Select(id => new WorkResult(id, 1, ResultStatus.Success, 1, null, RescueRig.Dispatcher))]);
}

using System.Text;
using MessageLB.Dispatcher.Tests.Worker.Fakes;
using MessageLB.Worker;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Worker.Ordering;

/// <summary>Messages of a group that keeps the order of keys.</summary>
public sealed class SlotOrderTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Handlers_TwoOfOneSlotAndOneOfAnother_TheOtherUsesTheSecondHandler()
    {
        await using var rig = new WorkerRig(o => o.Concurrency = 2);
        var session = await rig.StartAsync();
        await DeliverAsync(session, "x1", "7");
        await DeliverAsync(session, "x2", "7");
        await DeliverAsync(session, "y1", "8");

        var running = await rig.Handler.Calls.TakeAsync(2, Token);

        Assert.Equal(["x1", "y1"], running.Select(c => c.Text).Order(StringComparer.Ordinal));
        running.Single(c => c.Text == "x1").Finish(HandlerResult.Done);
        Assert.Equal("x2", (await rig.Handler.Calls.TakeAsync(3, Token))[2].Text);
    }

    [Fact]
    public async Task Handlers_OneSlotWithMoreThanTheOthers_RunsInTheOrderOfArrival()
    {
        await using var rig = new WorkerRig(o => o.Concurrency = 4);
        var session = await rig.StartAsync();
        for (var i = 0; i < 20; i++) await DeliverAsync(session, $"m{i}", "7");

        for (var i = 0; i < 20; i++)
        {
            var calls = await rig.Handler.Calls.TakeAsync(i + 1, Token);
            Assert.Equal(i + 1, rig.Handler.Calls.Count);
            Assert.Equal($"m{i}", calls[i].Text);
            calls[i].Finish(HandlerResult.Done);
        }
    }

    [Fact]
    public async Task Handlers_AfterTheLastOfASlot_TheNextOneStartsAtOnce()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();
        await DeliverAsync(session, "first", "7");
        (await rig.CallAsync("first")).Finish(HandlerResult.Done);
        await WorkerRig.CallsAsync(session, "ack 1");

        await DeliverAsync(session, "second", "7");

        Assert.False((await rig.CallAsync("second")).Result.IsCompleted);
    }

    [Fact]
    public async Task Drain_MessagesThatKeepTheirPlace_AreHandledInsteadOfGivenBack()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();
        for (var i = 1; i <= 3; i++) await DeliverAsync(session, $"m{i}", "7");
        await rig.CallAsync("m1");

        rig.Stop();

        for (var i = 1; i <= 3; i++) (await rig.CallAsync($"m{i}")).Finish(HandlerResult.Done);
        await WorkerRig.CallsAsync(session, "ack 3");
        Assert.Equal((3L, 0L), (rig.Worker.Status.Done, rig.Worker.Status.Returned));
    }

    [Fact]
    public async Task Session_Ends_WhatWaitsBehindARunningHandlerIsForgottenWithoutOne()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();
        await DeliverAsync(session, "old 1", "7");
        await DeliverAsync(session, "old 2", "7");
        var running = await rig.CallAsync("old 1");
        session.End("cable cut");
        var next = await rig.ReconnectAsync(2);
        await DeliverAsync(next, "new", "7");

        running.Finish(HandlerResult.Done);

        Assert.Equal(["old 1", "new"], (await rig.Handler.Calls.TakeAsync(2, Token)).Select(c => c.Text));
    }

    private static Task DeliverAsync(FakeSession session, string text, string slot) =>
        WorkerRig.DeliverAsync(session, text, with: properties => properties.Headers![HeaderNames.Slot] = Encoding.UTF8.GetBytes(slot));
}

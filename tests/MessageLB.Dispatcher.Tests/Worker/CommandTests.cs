using System.Text;
using MessageLB.Dispatcher.Tests.Worker.Fakes;
using MessageLB.Worker.Commands;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Worker;

public sealed class CommandTests
{
    private const string Key = "command.orders.a";
    private const int TimersWhileDraining = 3; // the heartbeat's, the deadline's, the one between two looks
    private static readonly TimeSpan Gap = TimeSpan.FromSeconds(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("drain", nameof(WorkerIntent.Drain))]
    [InlineData("resume", nameof(WorkerIntent.Serve))]
    [InlineData("stop", nameof(WorkerIntent.Stop))]
    public void TryRead_EveryCommand_IsKnown(string word, string intent)
    {
        Assert.True(WorkerCommand.TryRead(Encoding.UTF8.GetBytes($$"""{"v":1,"command":"{{word}}","later":[1]}"""), out var command, out _));
        Assert.Equal((Enum.Parse<WorkerIntent>(intent), null), (command.Intent, command.Instance));
    }

    [Theory]
    [InlineData("", "not valid JSON (line 1, byte 0)")]
    [InlineData("drain", "not valid JSON (line 1, byte 0)")]
    [InlineData("[]", "not an object")]
    [InlineData("{}", "field 'v' is missing or not a number")]
    [InlineData("{\"v\":\"1\",\"command\":\"drain\"}", "field 'v' is missing or not a number")]
    [InlineData("{\"v\":2,\"command\":\"drain\"}", "version 2 is not 1")]
    [InlineData("{\"v\":1}", "field 'command' is missing or not text")]
    [InlineData("{\"v\":1,\"command\":7}", "field 'command' is missing or not text")]
    [InlineData("{\"v\":1,\"command\":\"Drain\"}", "field 'command' is none of drain, resume, stop")]
    [InlineData("{\"v\":1,\"command\":\"drain\",\"instance\":1}", "field 'instance' is not text")]
    [InlineData("{\"v\":1,\"command\":\"drain\"}}", "not valid JSON (line 1, byte 25)")]
    [InlineData("{\"v\":1,\"command\":\"drain\"}{}", "not valid JSON (line 1, byte 25)")]
    public void TryRead_Malformed_SaysWhy(string body, string reason)
    {
        Assert.False(WorkerCommand.TryRead(Encoding.UTF8.GetBytes(body), out _, out var error));
        Assert.Equal(reason, error);
    }

    [Fact]
    public void TryRead_TooLarge_SaysHowLarge()
    {
        Assert.False(WorkerCommand.TryRead(new byte[4097], out _, out var error));
        Assert.Equal("4097 bytes, more than 4096", error);
    }

    [Fact]
    public async Task Command_DrainThenResume_SendsBackWhatComesBetweenAndHandlesWhatComesAfter()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();

        session.Command(Key, """{"v":1,"command":"drain"}""");
        await WorkerRig.HeartbeatAsync(session, h => h.State == WorkerState.Draining, "draining");
        await WorkerRig.DeliverAsync(session, "between", attempt: 2);
        await WorkerRig.CallsAsync(session, "ack 1");
        session.Command(Key, """{"v":1,"command":"resume"}""");
        await WorkerRig.HeartbeatAsync(session, h => h.State == WorkerState.Ready && h.Sequence > 2, "ready again");
        await WorkerRig.DeliverAsync(session, "after");
        (await rig.CallAsync("after")).Finish(MessageLB.Worker.HandlerResult.Done);
        await WorkerRig.CallsAsync(session, "ack 2");

        Assert.Equal(TimeSpan.Zero, rig.Time.Elapsed);
        var publish = Assert.Single(session.Publishes.Items);
        Assert.Equal(("messagelb.in.orders", "2", "between"), (publish.RoutingKey, publish.Header(HeaderNames.Attempt), Encoding.UTF8.GetString(publish.Body)));
        Assert.DoesNotContain("stop receiving", session.Calls.Items);
    }

    [Fact]
    public async Task Command_DrainAndNothingIsLeft_SaysSoAndKeepsItsPresence()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();

        session.Command(Key, """{"v":1,"command":"drain"}""");
        await rig.Time.WaitForTimersAsync(TimersWhileDraining, Token);
        Assert.False(rig.Worker.Status.Drained);
        rig.Time.Advance(Gap);

        Assert.Equal("Worker orders/a/i1 has drained (0 done so far) and waits for resume or stop", (await rig.Logs.FirstAsync(3009, Token)).Text);
        Assert.DoesNotContain("farewell", session.Calls.Items);
        Assert.Equal((WorkerState.Draining, true, 0), (rig.Worker.Status.State, rig.Worker.Status.Drained, session.Heartbeats.Items[^1].InFlight));
    }

    [Fact]
    public async Task Command_DrainAndAHandlerIsTooSlow_IsCutAtTheDeadlineAndServesAgainAfterResume()
    {
        await using var rig = new WorkerRig(o => o.DrainTimeout = TimeSpan.FromSeconds(10));
        var session = await rig.StartAsync();
        await WorkerRig.DeliverAsync(session, "slow", attempt: 2);
        var slow = await rig.CallAsync("slow");

        session.Command(Key, """{"v":1,"command":"drain"}""");
        await rig.Time.WaitForTimersAsync(TimersWhileDraining, Token);
        rig.Time.Advance(TimeSpan.FromSeconds(9.9));
        var before = slow.Cancelled.IsCancellationRequested;
        rig.Time.Advance(TimeSpan.FromSeconds(0.1));
        await WorkerRig.CallsAsync(session, "ack 1");
        var cut = await rig.Logs.FirstAsync(3054, Token);
        session.Command(Key, """{"v":1,"command":"resume"}""");
        await rig.Logs.FirstAsync(3053, Token);
        await WorkerRig.DeliverAsync(session, "after");
        var after = await rig.CallAsync("after");

        Assert.Equal((false, true, false), (before, slow.Cancelled.IsCancellationRequested, after.Cancelled.IsCancellationRequested));
        Assert.Equal("2", Assert.Single(session.Publishes.Items).Header(HeaderNames.Attempt));
        Assert.Equal("Worker orders/a/i1 did not drain within 10 s: 1 handlers were cancelled", cut.Text);
        Assert.False(rig.Worker.Status.Drained);
    }

    [Fact]
    public async Task Command_DrainWhileAnotherInstanceServes_LeavesTheQueueToItUntilItIsSilent()
    {
        await using var rig = new WorkerRig();
        rig.Transport.Ready = () => 1000;
        var session = await rig.StartAsync();

        session.Command(Key, """{"v":1,"command":"drain","instance":"i1"}""");
        await rig.Time.WaitForTimersAsync(TimersWhileDraining, Token);
        await session.OtherInstanceAsync("i2", WorkerState.Ready, intervalMs: 1000);
        rig.Time.Advance(Gap);
        await WorkerRig.CallsAsync(session, "close receiver");
        await rig.Logs.FirstAsync(3009, Token);
        var receivers = Receivers(session);
        await rig.Time.WaitForTimersAsync(TimersWhileDraining, Token);
        rig.Time.Advance(Gap); // two intervals after the other's heartbeat
        await session.Calls.FirstAsync(_ => Receivers(session) == 2, "a second receiver", Token);
        await WorkerRig.DeliverAsync(session, "left behind");
        await WorkerRig.CallsAsync(session, "ack 1");

        Assert.Equal(1, receivers);
        Assert.Equal("left behind", Encoding.UTF8.GetString(Assert.Single(session.Publishes.Items).Body));
    }

    [Fact]
    public async Task Command_DrainThenTheSessionIsLost_TheNextOneDrainsToo()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();
        session.Command(Key, """{"v":1,"command":"drain"}""");
        await rig.Time.WaitForTimersAsync(TimersWhileDraining, Token);

        session.End("cable cut");
        await rig.Logs.FirstAsync(3002, Token);
        await rig.Time.WaitForTimersAsync(2, Token);
        rig.Time.Advance(TimeSpan.FromSeconds(1.2));
        var next = await rig.ServedSessionAsync(2);

        Assert.Equal(WorkerState.Draining, next.Heartbeats.Items[0].State);
    }

    [Fact]
    public async Task Command_Stop_DrainsAndEndsTheRun()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();

        session.Command(Key, """{"v":1,"command":"stop","instance":"i1"}""");
        await rig.Time.WaitForTimersAsync(TimersWhileDraining, Token);
        rig.Time.Advance(Gap);

        await rig.EndAsync();
        Assert.True(rig.Worker.Completion.IsCompletedSuccessfully);
        Assert.Contains("farewell", session.Calls.Items);
    }

    [Fact]
    public async Task Command_ForAnotherInstanceOrMalformed_ChangesNothing()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();

        session.Command(Key, """{"v":1,"command":"stop","instance":"i2"}""");
        session.Command(Key, "stop!");

        Assert.Equal(WorkerState.Ready, rig.Worker.Status.State);
        Assert.Equal("Worker orders/a/i1 ignored a malformed command: not valid JSON (line 1, byte 0)", Assert.Single(rig.Logs.Of(3010)).Text);
        Assert.False(rig.Run.IsCompleted);
    }

    private static int Receivers(FakeSession session) => session.Calls.Items.Count(c => c.StartsWith($"receive {Names.WorkQueue("orders", "a")} ", StringComparison.Ordinal));
}

using System.Text;
using MessageLB.Dispatcher.Tests.Worker.Fakes;
using MessageLB.Worker.Commands;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Worker;

public sealed class CommandTests
{
    private const string Key = "command.orders.a";

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
    public async Task Command_DrainThenResume_ChangesTheStateAtOnceAndMessagesStillComeIn()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();

        session.Command(Key, """{"v":1,"command":"drain"}""");
        await WorkerRig.HeartbeatAsync(session, h => h.State == WorkerState.Draining, "draining");
        await WorkerRig.DeliverAsync(session, "late");
        (await rig.CallAsync("late")).Finish(MessageLB.Worker.HandlerResult.Done);
        await WorkerRig.CallsAsync(session, "ack 1");
        session.Command(Key, """{"v":1,"command":"resume"}""");

        await WorkerRig.HeartbeatAsync(session, h => h.State == WorkerState.Ready && h.Sequence > 2, "ready again");
        Assert.Equal(TimeSpan.Zero, rig.Time.Elapsed);
        Assert.DoesNotContain("stop receiving", session.Calls.Items);
    }

    [Fact]
    public async Task Command_DrainAndTheQueueRunsEmpty_SaysSoAndKeepsItsPresence()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();

        session.Command(Key, """{"v":1,"command":"drain"}""");
        await rig.Time.WaitForTimersAsync(2, Token); // the heartbeat's and the one between two looks
        rig.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Contains("has drained", (await rig.Logs.FirstAsync(3009, Token)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("farewell", session.Calls.Items);
        Assert.Equal(WorkerState.Draining, rig.Worker.Status.State);
    }

    [Fact]
    public async Task Command_DrainThenTheSessionIsLost_TheNextOneDrainsToo()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();
        session.Command(Key, """{"v":1,"command":"drain"}""");
        await rig.Time.WaitForTimersAsync(2, Token);

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
        await rig.Time.WaitForTimersAsync(4, Token);
        rig.Time.Advance(TimeSpan.FromSeconds(1));

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
}

using MessageLB.Dispatcher.Tests.Worker.Fakes;
using MessageLB.Worker;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Worker;

public sealed class DuplicateStoreTests
{
    private readonly FakeDuplicateStore _store = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Done_InAnEarlierLife_IsAcknowledgedWithoutAHandler()
    {
        await using (var earlier = new WorkerRig(store: _store))
        {
            var before = await earlier.StartAsync();
            await HandleAsync(earlier, before, "m", HandlerResult.Done);
            await WorkerRig.CallsAsync(before, "ack 1");
        }

        await using var rig = new WorkerRig(store: _store);
        var session = await rig.StartAsync();
        await WorkerRig.DeliverAsync(session, "m");
        await WorkerRig.CallsAsync(session, "ack 1");

        Assert.Empty(rig.Handler.Calls.Items);
        Assert.Equal((0L, 1L), (rig.Worker.Status.Done, rig.Worker.Status.Duplicates));
        Assert.Equal([new MessageAttempt("orders", "id-m", 1)], _store.Remembered.Items);
    }

    [Fact]
    public async Task Done_IsRememberedBeforeItIsAcknowledged()
    {
        await using var rig = new WorkerRig(store: _store);
        var session = await rig.StartAsync();
        _store.Hangs = false;
        await WorkerRig.DeliverAsync(session, "m");
        var call = await rig.CallAsync("m");
        _store.Hangs = true;
        call.Finish(HandlerResult.Done);
        await rig.Time.WaitForTimersAsync(2, Token); // the heartbeat's and the store's limit
        Assert.DoesNotContain("ack 1", session.Calls.Items);

        rig.Time.Advance(TimeSpan.FromSeconds(2));
        await WorkerRig.CallsAsync(session, "ack 1");

        Assert.Empty(_store.Remembered.Items);
    }

    [Theory]
    [InlineData(HandlerResultKind.Retry)]
    [InlineData(HandlerResultKind.Drop)]
    [InlineData(HandlerResultKind.Return)]
    public async Task NotDone_IsNotRemembered(HandlerResultKind kind)
    {
        await using var rig = new WorkerRig(store: _store);
        var session = await rig.StartAsync();

        await HandleAsync(rig, session, "m", HandlerResult.Of(kind, "no"));
        await WorkerRig.CallsAsync(session, "ack 1");

        Assert.Empty(_store.Remembered.Items);
    }

    [Fact]
    public async Task HigherAttempt_IsHandled()
    {
        await using var rig = new WorkerRig(store: _store);
        var session = await rig.StartAsync();
        await HandleAsync(rig, session, "m", HandlerResult.Done);
        await WorkerRig.CallsAsync(session, "ack 1");

        await WorkerRig.DeliverAsync(session, "m", attempt: 2);

        Assert.Equal(2, (await rig.Handler.Calls.TakeAsync(2, Token))[1].Message.Attempt);
    }

    [Fact]
    public async Task StoreThatFails_HoldsNothingUpAndSaysSoOnce()
    {
        await using var rig = new WorkerRig(store: _store);
        var session = await rig.StartAsync();
        _store.Fails = true;
        await HandleAsync(rig, session, "m", HandlerResult.Done);
        await HandleAsync(rig, session, "n", HandlerResult.Done);
        await WorkerRig.CallsAsync(session, "ack 2");
        _store.Fails = false;
        await HandleAsync(rig, session, "o", HandlerResult.Done);
        await WorkerRig.CallsAsync(session, "ack 3");

        Assert.Equal("The duplicate store fails; until it answers again, messages are handled without asking it", Assert.Single(rig.Logs.Of(3057)).Text);
        Assert.Equal("The duplicate store answers again", Assert.Single(rig.Logs.Of(3058)).Text);
        Assert.Equal(3, rig.Worker.Status.Done);
    }

    [Fact]
    public async Task StoreThatHangs_IsGivenUpAfterItsTime()
    {
        _store.Hangs = true;
        await using var rig = new WorkerRig(o => o.DuplicateStoreTimeout = TimeSpan.FromSeconds(3), store: _store);
        var session = await rig.StartAsync();
        await WorkerRig.DeliverAsync(session, "m");
        await rig.Time.WaitForTimersAsync(2, Token);
        Assert.Empty(rig.Handler.Calls.Items);

        rig.Time.Advance(TimeSpan.FromSeconds(3));

        await rig.CallAsync("m");
    }

    private static async Task HandleAsync(WorkerRig rig, FakeSession session, string text, HandlerResult result)
    {
        await WorkerRig.DeliverAsync(session, text);
        (await rig.CallAsync(text)).Finish(result);
    }
}

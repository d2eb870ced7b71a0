using MessageLB.Dispatcher.Tests.Worker.Fakes;
using MessageLB.Testing;
using MessageLB.Worker;
using MessageLB.Worker.Presence;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Worker;

/// <summary>A worker whose presence token the broker refuses.</summary>
public sealed class PresenceTokenTests
{
    private const string Held = "hold orders/a";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Token_Refused_TheWorkerServesWithoutItAndSaysSoOnce()
    {
        await using var rig = RefusedRig();

        var session = await rig.StartAsync();
        await WorkerRig.DeliverAsync(session, "m");
        (await rig.CallAsync("m")).Finish(HandlerResult.Done);
        await WorkerRig.CallsAsync(session, "ack 1");
        await PassUntilAsync(rig, () => rig.Time.Elapsed > 5 * PresenceToken.AskAgain);

        Assert.EndsWith("serves without a presence token: its node is down", Assert.Single(rig.Logs.Of(3064)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Held, session.Calls.Items);
    }

    [Fact]
    public async Task Token_RefusedAndThenNot_IsHeldAndSaysFarewellInTheEnd()
    {
        await using var rig = RefusedRig();
        var session = await rig.StartAsync();

        rig.Transport.Refusal = _ => null;
        await PassUntilAsync(rig, () => rig.Logs.Of(3065).Any());
        await StopAsync(rig);

        Assert.Equal(1, session.Calls.Items.Count(c => c == Held));
        Assert.Contains("farewell", session.Calls.Items);
    }

    [Fact]
    public async Task Token_RefusedUntilTheEnd_TheWorkerLeavesWithoutAFarewell()
    {
        await using var rig = RefusedRig();
        var session = await rig.StartAsync();

        await StopAsync(rig);

        Assert.DoesNotContain("farewell", session.Calls.Items);
        Assert.Contains("dispose", session.Calls.Items);
    }

    private static WorkerRig RefusedRig()
    {
        var rig = new WorkerRig();
        rig.Transport.Refusal = queue => queue.StartsWith("messagelb.presence.", StringComparison.Ordinal) ? new MessageLBException("its node is down") : null;
        return rig;
    }

    private static async Task StopAsync(WorkerRig rig)
    {
        rig.Stop();
        await PassUntilAsync(rig, () => rig.Run.IsCompleted);
        await rig.EndAsync();
    }

    private static Task PassUntilAsync(WorkerRig rig, Func<bool> holds) => Eventually.TrueAsync(
        () =>
        {
            rig.Time.Advance(TimeSpan.FromSeconds(1));
            return ValueTask.FromResult(holds());
        },
        "it is so",
        Token);
}

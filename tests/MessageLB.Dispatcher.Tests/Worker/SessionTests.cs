using MessageLB.Dispatcher.Tests.Worker.Fakes;
using MessageLB.Transport;
using MessageLB.Worker;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Worker;

public sealed class SessionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lost_IsRebuiltWholeAndWhatNeverStartedIsForgotten()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();
        await WorkerRig.DeliverAsync(session, "running");
        await WorkerRig.DeliverAsync(session, "waiting");
        var running = await rig.CallAsync("running");

        session.End("cable cut");
        await session.DeliverAsync(new MessageProperties(), "too late"u8.ToArray());
        var next = await rig.ReconnectAsync(2);
        Assert.Equal((1, 2L), (rig.Worker.Status.InFlight, rig.Worker.Status.Received));
        running.Finish(HandlerResult.Done);
        await WorkerRig.DeliverAsync(next, "waiting");
        (await rig.CallAsync("waiting")).Finish(HandlerResult.Done);
        await WorkerRig.CallsAsync(next, "ack 1");

        Assert.Equal(session.Calls.Items.TakeWhile(c => !c.StartsWith("heartbeat", StringComparison.Ordinal)), next.Calls.Items.TakeWhile(c => !c.StartsWith("heartbeat", StringComparison.Ordinal)));
        Assert.Equal(["running", "waiting"], rig.Handler.Calls.Items.Select(c => c.Text));
        await WorkerRig.HeartbeatAsync(next, h => h.Done == 1, "the one that took effect");
        var status = rig.Worker.Status;
        Assert.Equal((1L, 3L, 2L, 2L), (status.Done, status.Received, status.Unsettled, status.Sessions));
    }

    [Fact]
    public async Task Lost_TheSameFaultAgain_IsLoggedOnce()
    {
        await using var rig = new WorkerRig();
        rig.Transport.OpenFault = () => new BrokerUnavailableException("nobody listens at fake://");
        rig.Begin();

        for (var failures = 1; failures <= 4; failures++)
        {
            await rig.Time.WaitForArmingsAsync(failures, Token);
            Assert.False(rig.Worker.Status.Connected);
            rig.Time.Advance(rig.Time.NextDue!.Value);
        }

        await rig.Time.WaitForArmingsAsync(5, Token);
        Assert.Contains("nobody listens at fake://", Assert.Single(rig.Logs.Of(3002)).Text, StringComparison.Ordinal);
        Assert.Equal(4, rig.Logs.Of(3003).Count());
    }

    [Fact]
    public async Task First_RefusedByTheBroker_EndsTheRunWithTheReason()
    {
        await using var rig = new WorkerRig();
        rig.Transport.OpenFault = () => new BrokerRefusedException("wrong password");
        rig.Begin();

        Assert.Equal("wrong password", (await Assert.ThrowsAsync<BrokerRefusedException>(rig.EndAsync)).Message);
        await Assert.ThrowsAsync<BrokerRefusedException>(() => rig.Worker.Completion);
    }

    [Fact]
    public async Task Later_RefusedByTheBroker_IsTriedAgain()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();
        rig.Transport.OpenFault = () => new BrokerRefusedException("password changed");
        session.End("closed by the broker");
        await rig.Logs.FirstAsync(3002, Token);
        await rig.Time.WaitForTimersAsync(2, Token);
        rig.Time.Advance(SessionSupervisor.LongestDelay * 1.2);
        await rig.Logs.FirstAsync(l => l.Text.Contains("password changed", StringComparison.Ordinal), Token);

        rig.Transport.OpenFault = () => null;
        await rig.Time.WaitForTimersAsync(1, Token);
        rig.Time.Advance(SessionSupervisor.LongestDelay * 1.2);

        await rig.ServedSessionAsync(2);
        Assert.True(rig.Worker.Status.Connected);
    }

    [Fact]
    public async Task Run_Twice_IsRefused()
    {
        await using var rig = new WorkerRig();
        await rig.StartAsync();

        Assert.Equal("Worker orders/a/i1 has run already; create another one.", (await Assert.ThrowsAsync<InvalidOperationException>(() => rig.Worker.RunAsync(Token))).Message);
    }
}

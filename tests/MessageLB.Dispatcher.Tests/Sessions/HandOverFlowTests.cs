using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Tests.Rules;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Sessions;

public sealed class HandOverFlowTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stop_SessionEndsWhileConfirmsAreAwaited_EndsToo()
    {
        await using var rig = await RuleRig.StartAsync(new GroupConfig { Name = "orders" }, "a");
        await rig.PublishAsync("m1");
        rig.Transport.BlockedReason = "low on memory";
        rig.Ready("a", window: 1);
        await Eventually.TrueAsync(() => ValueTask.FromResult(rig.Group.All().Single().Credit.InFlight == 1), "m1 is handed over", Token);

        // No time passes here, so only the end of the session can end the wait.
        var stopping = rig.StopAsync();
        rig.Transport.EndSession("dispatcher", "cut");

        Assert.False(await stopping.OrFailAsync(() => "the end of the stop", Token));
        rig.Transport.BlockedReason = null;
    }
}

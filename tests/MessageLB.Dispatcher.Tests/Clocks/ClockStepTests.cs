using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Tests.Rules;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Clocks;

/// <summary>The wall clock is set while messages flow: everything is judged by time that passes, so nobody notices.</summary>
public sealed class ClockStepTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WallClock_SetForwardAndBack_NobodyIsCondemnedAndTheFlowGoesOn(bool ruled)
    {
        var orders = new GroupConfig { Name = "orders", Priority = ruled, Duplicates = new DuplicatesConfig { Window = TimeSpan.FromMinutes(1) } };
        await using var rig = await RuleRig.StartAsync(orders, "a");
        rig.Ready("a", window: 10);
        await rig.PublishAsync("before");
        await rig.HandedAsync(1);

        foreach (var (id, step) in new[] { ("after", TimeSpan.FromDays(2)), ("earlier", TimeSpan.FromDays(-400)) })
        {
            rig.Time.StepWallClock(step);
            rig.Time.Advance(TimeSpan.FromMilliseconds(100));
            rig.Group.Tick(dispatchers: 1);
            await rig.PublishAsync(id);
        }

        Assert.Equal(["before", "after", "earlier"], (await rig.HandedAsync(3)).Select(h => h.Id));
        Assert.Equal("healthy", Assert.Single(rig.Group.ReadDestinations()).Health);
        await rig.PublishAsync("before"); // remembered for a minute of time that passes
        await rig.PublishAsync("last");
        Assert.Equal("last", (await rig.HandedAsync(4))[3].Id);
    }
}

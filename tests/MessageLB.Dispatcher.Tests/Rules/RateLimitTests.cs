using MessageLB.Core.Configuration;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Rules;

public sealed class RateLimitTests
{
    private static readonly GroupConfig Orders = new() { Name = "orders" };

    [Fact]
    public async Task Group_BeyondTheRate_IsHandedOverAtExactlyTheRate()
    {
        await using var rig = await RuleRig.StartAsync(Orders with { RateLimit = new RateLimitConfig { Rate = 100 } }, "a");
        rig.Ready("a", window: 100);
        for (var i = 0; i < 5; i++) await rig.PublishAsync($"m{i}");

        for (var handed = 1; handed < 5; handed++)
        {
            await rig.HandedAsync(handed);
            await rig.AdvanceToTimerAsync(TimeSpan.FromMilliseconds(10));
        }

        var all = await rig.HandedAsync(5);
        Assert.Equal([0, 10, 20, 30, 40], all.Select(one => one.At.TotalMilliseconds));
        Assert.Equal(["m0", "m1", "m2", "m3", "m4"], all.Select(one => one.Id));
        Assert.Equal(4, rig.Group.Rules!.Tenants[0].Delayed);
    }

    [Fact]
    public async Task Group_TenantBeyondItsRate_HoldsUpNobodyElse()
    {
        var limit = new RateLimitConfig { Per = LimitScope.Tenant, Tenants = [new("free", 10)] };
        await using var rig = await RuleRig.StartAsync(Orders with { RateLimit = limit }, "a");
        rig.Ready("a", window: 100);
        for (var i = 0; i < 3; i++) await rig.PublishAsync($"free{i}", null, (HeaderNames.Tenant, "free"));
        for (var i = 0; i < 3; i++) await rig.PublishAsync($"gold{i}", null, (HeaderNames.Tenant, "gold"));

        Assert.Equal(["free0", "gold0", "gold1", "gold2"], (await rig.HandedAsync(4)).Select(one => one.Id));
        await rig.AdvanceToTimerAsync(TimeSpan.FromMilliseconds(100));
        await rig.HandedAsync(5);
        await rig.AdvanceToTimerAsync(TimeSpan.FromMilliseconds(100));

        Assert.Equal([("free1", 100.0), ("free2", 200.0)], (await rig.HandedAsync(6)).Skip(4).Select(one => (one.Id, one.At.TotalMilliseconds)));
    }

    [Fact]
    public async Task Group_BeyondTheBurst_IsRefusedToTheDeadLetters()
    {
        var limit = new RateLimitConfig { Rate = 10, Burst = 2, Excess = ExcessMode.Refuse };
        await using var rig = await RuleRig.StartAsync(Orders with { RateLimit = limit }, "a");
        rig.Ready("a", window: 100);
        for (var i = 0; i < 10; i++) await rig.PublishAsync($"m{i}");

        await rig.ReadyInAsync(Names.DeadQueue("orders"), 7);
        await rig.HandedAsync(1);
        await rig.AdvanceToTimerAsync(TimeSpan.FromMilliseconds(100));
        await rig.HandedAsync(2);
        await rig.AdvanceToTimerAsync(TimeSpan.FromMilliseconds(100));

        Assert.Equal([("m0", 0.0), ("m1", 100.0), ("m2", 200.0)], (await rig.HandedAsync(3)).Select(one => (one.Id, one.At.TotalMilliseconds)));
        Assert.Equal((7L, 7L), (rig.Group.Rules!.Tenants[0].Refused, rig.Group.Counters.Rejected));
    }
}

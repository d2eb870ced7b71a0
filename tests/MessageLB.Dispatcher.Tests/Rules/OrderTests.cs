using MessageLB.Core.Configuration;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Rules;

public sealed class OrderTests
{
    private static readonly GroupConfig Orders = new() { Name = "orders" };

    [Fact]
    public async Task Group_PrioritiesWhileNobodyHasCredit_HigherGoFirst()
    {
        await using var rig = await RuleRig.StartAsync(Orders with { Priority = true }, "a");
        foreach (var (id, priority) in new (string, byte?)[] { ("low1", 1), ("none", null), ("high", 9), ("low2", 1) }) await rig.PublishAsync(id, priority);
        await rig.WaitingAsync(4);

        rig.Ready("a", window: 10);

        Assert.Equal(["high", "low1", "low2", "none"], (await rig.HandedAsync(4)).Select(one => one.Id));
    }

    [Fact]
    public async Task Group_TwoTenantsWhileTheWindowIsFull_ShareExactlyByWeight()
    {
        await using var rig = await RuleRig.StartAsync(Orders with { Tenants = new TenantsConfig { Weights = [new("gold", 10), new("free", 1)] } }, "a");
        for (var i = 0; i < 100; i++)
        {
            await rig.PublishAsync($"free{i}", null, (HeaderNames.Tenant, "free"));
            await rig.PublishAsync($"gold{i}", null, (HeaderNames.Tenant, "gold"u8.ToArray()));
        }

        await rig.WaitingAsync(200);
        rig.Ready("a", window: 1);
        for (var handed = 1; handed <= 110; handed++)
        {
            await rig.HandedAsync(handed);
            rig.Done("a", window: 1, count: 1);
        }

        var first = (await rig.HandedAsync(110)).Take(110).ToList();
        Assert.All(first.Chunk(11), eleven => Assert.Equal(10, eleven.Count(one => one.Id.StartsWith("gold", StringComparison.Ordinal))));
        Assert.Equal(first.Where(one => one.Id[0] == 'g').Select(one => one.Id), Enumerable.Range(0, 100).Select(i => $"gold{i}"));
    }

    [Fact]
    public async Task Group_UnnamedTenants_AreToldApartAndCountedTogether()
    {
        await using var rig = await RuleRig.StartAsync(Orders with { Tenants = new TenantsConfig { Weights = [new("gold", 2)] } }, "a");
        for (var i = 0; i < 10; i++) await rig.PublishAsync($"big{i}", null, (HeaderNames.Tenant, "big"));
        await rig.PublishAsync("small", null, (HeaderNames.Tenant, "small"));
        await rig.WaitingAsync(11);

        rig.Ready("a", window: 100);

        var handed = await rig.HandedAsync(11);
        Assert.Equal("small", handed[1].Id);
        Assert.Equal(("other", 11L, 0L), (rig.Group.Rules!.Tenants[0].Name, rig.Group.Rules.Tenants[0].Handed, rig.Group.Rules.Tenants[0].Waiting));
    }

    [Fact]
    public async Task Stop_ManyWait_ReturnsAllOfThemToTheQueue()
    {
        await using var rig = await RuleRig.StartAsync(Orders with { Priority = true, Prefetch = 50 }, "a");
        for (var i = 0; i < 120; i++) await rig.PublishAsync($"m{i}", (byte)(i % 10));
        await rig.WaitingAsync(50);

        Assert.True(await rig.StopAsync());

        await rig.ReadyInAsync(Names.IngressQueue("orders"), 120);
        Assert.Equal(0, rig.Handed.Count);
        await rig.WaitingAsync(0);
    }

    [Fact]
    public async Task Group_SessionLostWhileManyWait_HandsEachOverOnce()
    {
        await using var rig = await RuleRig.StartAsync(Orders with { Priority = true, Prefetch = 50 }, "a");
        for (var i = 0; i < 120; i++) await rig.PublishAsync($"m{i}");
        await rig.WaitingAsync(50);

        await rig.LoseSessionAsync();
        rig.Ready("a", window: 1000);

        Assert.Equal(Enumerable.Range(0, 120).Select(i => $"m{i}").Order(), (await rig.HandedAsync(120)).Select(one => one.Id).Order());
        Assert.True(await rig.StopAsync());
        await rig.ReadyInAsync(Names.IngressQueue("orders"), 0);
        Assert.Equal(120, rig.Handed.Count);
    }

    [Fact]
    public async Task Group_BodiesBeyondTheMemory_WaitAtIngress()
    {
        await using var rig = await RuleRig.StartAsync(Orders with { Priority = true, WaitingMemory = 10 }, "a");
        for (var i = 0; i < 20; i++) await rig.PublishAsync($"m{i}");

        // Four bytes each: the third is the first beyond ten.
        await rig.WaitingAsync(3);
        rig.Ready("a", window: 1000);

        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"m{i}"), (await rig.HandedAsync(20)).Select(one => one.Id));
    }
}

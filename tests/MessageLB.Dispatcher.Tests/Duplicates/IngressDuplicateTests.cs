using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Tests.Rules;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Duplicates;

public sealed class IngressDuplicateTests
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Copy_OfOneThatWasHandedOver_GoesNowhere(bool ruled)
    {
        await using var rig = await RuleRig.StartAsync(Orders(ruled), "a");
        rig.Ready("a", window: 10);
        await rig.PublishAsync("one");
        await rig.HandedAsync(1);

        await rig.PublishAsync("one");
        await rig.PublishAsync("two");

        Assert.Equal(["one", "two"], (await rig.HandedAsync(2)).Select(h => h.Id));
        await EmptyAsync(rig);
        Assert.Equal((3L, 2L, 1L), (rig.Group.Counters.Received, rig.Group.Counters.Routed, rig.Group.Counters.Copies));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Copy_OfOneThatStillWaits_GoesNowhereAndTheFirstIsHandedOver(bool ruled)
    {
        await using var rig = await RuleRig.StartAsync(Orders(ruled), "a");
        await rig.PublishAsync("one");
        await rig.PublishAsync("one");

        rig.Ready("a", window: 10);
        await rig.PublishAsync("two");

        Assert.Equal(["one", "two"], (await rig.HandedAsync(2)).Select(h => h.Id));
        await EmptyAsync(rig);
        Assert.Equal(1, rig.Group.Counters.Copies);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Redelivered_BecauseItsSessionWasLost_IsNoCopyOfItself(bool ruled)
    {
        await using var rig = await RuleRig.StartAsync(Orders(ruled), "a");
        await rig.PublishAsync("one");
        await Eventually.TrueAsync(() => ValueTask.FromResult(rig.Group.Counters.Received == 1), "it has arrived", Token);

        await rig.LoseSessionAsync();
        rig.Ready("a", window: 10);

        Assert.Equal("one", Assert.Single(await rig.HandedAsync(1)).Id);
        Assert.Equal((2L, 0L), (rig.Group.Counters.Received, rig.Group.Counters.Copies));
    }

    [Fact]
    public async Task Copy_AfterTheWindow_IsHandedOver()
    {
        await using var rig = await RuleRig.StartAsync(Orders(ruled: false), "a");
        rig.Ready("a", window: 10);
        await rig.PublishAsync("one");
        // It is counted before it is remembered, and the next one after that.
        await rig.PublishAsync("two");
        await rig.HandedAsync(2);
        await EmptyAsync(rig);

        rig.Time.Advance(Window + TimeSpan.FromMilliseconds(1));
        rig.Ready("a", window: 10);
        await rig.PublishAsync("one");

        Assert.Equal(["one", "two", "one"], (await rig.HandedAsync(3)).Select(h => h.Id));
    }

    [Fact]
    public async Task Copy_WithoutAWindow_IsHandedOver()
    {
        await using var rig = await RuleRig.StartAsync(new GroupConfig { Name = "orders" }, "a");
        rig.Ready("a", window: 10);

        await rig.PublishAsync("one");
        await rig.PublishAsync("one");

        Assert.Equal(["one", "one"], (await rig.HandedAsync(2)).Select(h => h.Id));
    }

    private static GroupConfig Orders(bool ruled) => new() { Name = "orders", Priority = ruled, Duplicates = new DuplicatesConfig { Window = Window } };

    private static Task EmptyAsync(RuleRig rig) => Eventually.TrueAsync(
        async () => await rig.DepthAsync(Names.IngressQueue("orders")) is { Ready: 0 } && rig.Group.Counters.Received == rig.Group.Counters.Routed + rig.Group.Counters.Copies,
        "everything is decided",
        Token);
}

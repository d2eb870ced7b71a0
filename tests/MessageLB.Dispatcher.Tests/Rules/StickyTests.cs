using MessageLB.Core.Configuration;
using MessageLB.Core.Hashing;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Rules;

public sealed class StickyTests
{
    private const string Session = "session";

    private static readonly StickyConfig BySession = new() { Key = new KeySource(KeyField.Header, Session) };

    [Fact]
    public async Task Group_SameKey_GoesToTheSameDestination()
    {
        await using var rig = await StartAsync(BySession);
        Ready(rig, 100);
        for (var i = 0; i < 40; i++) await rig.PublishAsync($"m{i}", null, (Session, $"s{i % 4}"));

        var handed = await rig.HandedAsync(40);

        var homes = handed.GroupBy(one => one.Properties.Headers![Session]!.ToString()!).ToDictionary(key => key.Key, key => key.Select(one => one.Destination).Distinct().ToList());
        Assert.All(homes.Values, home => Assert.Single(home));
        Assert.Equal(["a", "a", "b", "b"], homes.Values.Select(home => home[0]).Order());
        Assert.Equal((4L, 36L), (rig.Group.Rules!.Sticky!.LearnedKeys, rig.Group.Rules.Sticky.Hits));
    }

    [Fact]
    public async Task Redistribute_NoCreditAtHome_GoesElsewhereAndComesBack()
    {
        await using var rig = await StartAsync(BySession);
        var home = await LearnAsync(rig, window: 1);

        await rig.PublishAsync("elsewhere", null, (Session, "s"));
        Assert.NotEqual(home, (await rig.HandedAsync(2))[1].Destination);
        rig.Done(home, window: 1, count: 1);
        await rig.PublishAsync("back", null, (Session, "s"));

        Assert.Equal(home, (await rig.HandedAsync(3))[2].Destination);
        Assert.Equal((1L, 0L), (rig.Group.Rules!.Sticky!.Elsewhere, rig.Group.Rules.Sticky.MovedKeys));
    }

    [Fact]
    public async Task Redistribute_HomeFails_TheKeyMovesForGood()
    {
        await using var rig = await StartAsync(BySession);
        var home = await LearnAsync(rig, window: 100);
        rig.Fails(home);
        await rig.PublishAsync("moved", null, (Session, "s"));
        var other = (await rig.HandedAsync(2))[1].Destination;
        Assert.NotEqual(home, other);

        rig.Ready(home, window: 100);
        for (var i = 0; i < 5; i++) await rig.PublishAsync($"m{i}", null, (Session, "s"));

        Assert.All((await rig.HandedAsync(7)).Skip(1), one => Assert.Equal(other, one.Destination));
        Assert.Equal(1, rig.Group.Rules!.Sticky!.MovedKeys);
    }

    [Fact]
    public async Task Wait_HomeFails_WaitsAndThenMovesAtExactlyThatTime()
    {
        await using var rig = await StartAsync(BySession with { OnFailure = StickyFailure.Wait, Wait = TimeSpan.FromSeconds(5) });
        var home = await LearnAsync(rig, window: 100);
        rig.Fails(home);
        await rig.PublishAsync("waits", null, (Session, "s"));
        await rig.PublishAsync("other", null, (Session, "t"));
        Assert.Equal("other", (await rig.HandedAsync(2))[1].Id);

        await rig.AdvanceToTimerAsync(TimeSpan.FromSeconds(5));

        var moved = (await rig.HandedAsync(3))[2];
        Assert.Equal(("waits", TimeSpan.FromSeconds(5)), (moved.Id, moved.At));
        Assert.NotEqual(home, moved.Destination);
    }

    [Fact]
    public async Task Wait_HomeGetsCreditInTime_GoesHome()
    {
        await using var rig = await StartAsync(BySession with { OnFailure = StickyFailure.Wait });
        var home = await LearnAsync(rig, window: 1);
        for (var i = 0; i < 3; i++) await rig.PublishAsync($"m{i}", null, (Session, "s"));
        await rig.WaitingAsync(3);

        rig.Done(home, window: 3, count: 1);

        Assert.Equal([("m0", home), ("m1", home), ("m2", home)], (await rig.HandedAsync(4)).Skip(1).Select(one => (one.Id, one.Destination)));
        Assert.Equal(0, rig.Group.Rules!.Sticky!.MovedKeys + rig.Group.Rules.Sticky.Elsewhere);
    }

    [Fact]
    public async Task Strict_HomeIsAway_HoldsUpOnlyItsOwnKey()
    {
        await using var rig = await StartAsync(BySession with { OnFailure = StickyFailure.Strict });
        var home = await LearnAsync(rig, window: 1000);
        rig.Fails(home);
        for (var i = 0; i < 3; i++) await rig.PublishAsync($"strict{i}", null, (Session, "s"));
        for (var i = 0; i < 600; i++) await rig.PublishAsync($"free{i}");

        // More than the prefetch: what was confirmed is settled although older ones still wait.
        var others = (await rig.HandedAsync(601)).Skip(1).ToList();
        Assert.All(others, one => Assert.StartsWith("free", one.Id, StringComparison.Ordinal));
        rig.Time.Advance(TimeSpan.FromHours(10));
        rig.Ready(home, window: 1000);

        Assert.Equal(["strict0", "strict1", "strict2"], (await rig.HandedAsync(604)).Skip(601).Select(one => one.Id));
        Assert.All((await rig.HandedAsync(604)).Skip(601), one => Assert.Equal(home, one.Destination));
    }

    [Fact]
    public async Task Strict_StopWhileSomeWait_ReturnsThem()
    {
        await using var rig = await StartAsync(BySession with { OnFailure = StickyFailure.Strict });
        rig.Fails(await LearnAsync(rig, window: 100));
        for (var i = 0; i < 3; i++) await rig.PublishAsync($"m{i}", null, (Session, "s"));
        await rig.WaitingAsync(3);

        Assert.True(await rig.StopAsync());

        await rig.ReadyInAsync(Names.IngressQueue("orders"), 3);
        await rig.WaitingAsync(0);
    }

    [Fact]
    public async Task Group_SessionLost_KeysKeepTheirDestinations()
    {
        await using var rig = await StartAsync(BySession);
        var home = await LearnAsync(rig, window: 100);

        await rig.LoseSessionAsync();
        for (var i = 0; i < 4; i++) await rig.PublishAsync($"m{i}", null, (Session, "s"));

        Assert.All((await rig.HandedAsync(5)).Skip(1), one => Assert.Equal(home, one.Destination));
    }

    private static Task<RuleRig> StartAsync(StickyConfig sticky) => RuleRig.StartAsync(new GroupConfig { Name = "orders", Sticky = sticky, Prefetch = 500 }, "a", "b");

    private static void Ready(RuleRig rig, int window)
    {
        rig.Ready("a", window);
        rig.Ready("b", window);
    }

    private static async Task<string> LearnAsync(RuleRig rig, int window)
    {
        Ready(rig, window);
        await rig.PublishAsync("first", null, (Session, "s"));
        return (await rig.HandedAsync(1))[0].Destination;
    }
}

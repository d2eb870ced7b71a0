using MessageLB.Core.Configuration;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Rescue;

/// <summary>Rescue in groups where keys belong to destinations.</summary>
public sealed class StickyRescueTests
{
    private static readonly GroupConfig Sticky = GroupConfig.Default with { Algorithm = "round_robin", Sticky = new StickyConfig() };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rescue_MessagesOfAKey_GoWhereTheFirstOneWentAndTakeTheKeyWithThem()
    {
        var rig = new PipelineRig(Sticky);
        rig.Report("b", window: 10);
        rig.Report("c", window: 10);

        for (var i = 0; i < 4; i++) await DeliverAsync(rig, $"k{i}", "k");
        await DeliverAsync(rig, "l0", "l");

        var key = rig.Published.Items[0].Destination;
        Assert.Equal([key, key, key, key], rig.Published.Items.Take(4).Select(p => p.Destination));
        Assert.NotEqual(key, rig.Published.Items[4].Destination);
        Assert.Equal((2, 3), (rig.Group.Rules!.Sticky!.MovedKeys, rig.Group.Rules.Sticky.Hits));
    }

    [Fact]
    public async Task Rescue_DestinationOfAKeyIsFull_OnlyThatMessageGoesElsewhere()
    {
        var rig = new PipelineRig(Sticky);
        rig.Report("b", window: 1);
        await DeliverAsync(rig, "k0", "k");
        rig.Report("c", window: 10);

        await DeliverAsync(rig, "k1", "k");
        rig.Report("b", window: 1, done: 1);
        await DeliverAsync(rig, "k2", "k");

        Assert.Equal(["b", "c", "b"], rig.Published.Items.Select(p => p.Destination));
        Assert.Equal(1, rig.Group.Rules!.Sticky!.Elsewhere);
    }

    [Fact]
    public async Task LostWorker_KeysWaitForAWhile_RescueBeginsAfterThat()
    {
        await using var rig = await RescueRig.StartAsync(Sticky with { Sticky = new StickyConfig { OnFailure = StickyFailure.Wait, Wait = TimeSpan.FromSeconds(2) } });
        var a = await rig.JoinAsync("a", window: 1);
        await rig.PublishAsync("m0");
        await a.IdsAsync(1);
        var b = await rig.JoinAsync("b", window: 1);
        await a.DieAsync();

        rig.Pass(TimeSpan.FromSeconds(1.9));
        await rig.DepthIsAsync("a", ready: 1, consumers: 0);
        await rig.PassUntilAsync(b, deliveries: 1);

        Assert.Equal(["m0"], await b.IdsAsync(1));
    }

    [Fact]
    public async Task LostWorker_KeysWaitForever_MessagesStay()
    {
        await using var rig = await RescueRig.StartAsync(Sticky with { Sticky = new StickyConfig { OnFailure = StickyFailure.Strict } });
        var a = await rig.JoinAsync("a", window: 1);
        await rig.PublishAsync("m0");
        await a.IdsAsync(1);
        await rig.JoinAsync("b", window: 1);
        await a.DieAsync();

        rig.Pass(TimeSpan.FromSeconds(20));

        await rig.DepthIsAsync("a", ready: 1, consumers: 0);
    }

    private static Task DeliverAsync(PipelineRig rig, string id, string key) =>
        rig.Rescue.DeliverAsync(id, (HeaderNames.Key, key)).OrFailAsync($"{id} is handed over", Token);
}

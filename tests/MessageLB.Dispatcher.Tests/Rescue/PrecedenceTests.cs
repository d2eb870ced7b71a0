using MessageLB.Core.Configuration;
using MessageLB.Core.Routing;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Rescue;

/// <summary>Who goes first when there is credit for few.</summary>
public sealed class PrecedenceTests
{
    private readonly PipelineRig _rig = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rescue_WaitsForCredit_GoesBeforeIngressMessageByMessage()
    {
        _rig.Report("b", window: 1);
        await _rig.Ingress.DeliverAsync("i0");
        var ingress = _rig.Ingress.DeliverAsync("i1");
        var rescue = _rig.Rescue.DeliverAsync("r0");

        _rig.Report("b", window: 1, done: 1);
        await rescue.OrFailAsync("r0 is handed over", Token);
        rescue = _rig.Rescue.DeliverAsync("r1");
        _rig.Report("b", window: 1, done: 1);
        await rescue.OrFailAsync("r1 is handed over", Token);
        _rig.Rescue.Confirm(1);
        _rig.Rescue.Confirm(2);
        _rig.Report("b", window: 1, done: 1);
        await ingress.OrFailAsync("i1 is handed over", Token);

        Assert.Equal(["i0", "r0", "r1", "i1"], _rig.Published.Items.Select(p => p.Id));
    }

    [Fact]
    public async Task Rescue_HoldsAndThereIsCreditForSeveral_IngressPicksWhenTheRescueHasNothingLeft()
    {
        _rig.Report("b", window: 1);
        await _rig.Ingress.DeliverAsync("i0");
        var ingress = _rig.Ingress.DeliverAsync("i1");
        var rescue = _rig.Rescue.DeliverAsync("r0");

        _rig.Report("b", window: 3, done: 1);
        await rescue.OrFailAsync("r0 is handed over", Token);
        Assert.False(ingress.IsCompleted);
        _rig.Rescue.Confirm(1);
        await ingress.OrFailAsync("i1 is handed over", Token);

        Assert.Equal(["i0", "r0", "i1"], _rig.Published.Items.Select(p => p.Id));
    }

    [Fact]
    public async Task Rescue_NextMessageNeedNotWait_IngressPicksAtOnce()
    {
        _rig.Report("b", window: 1);
        await _rig.Ingress.DeliverAsync("i0");
        var ingress = _rig.Ingress.DeliverAsync("i1");
        var rescue = _rig.Rescue.DeliverAsync("r0");

        _rig.Report("b", window: 5, done: 1);
        await rescue.OrFailAsync("r0 is handed over", Token);
        await _rig.Rescue.DeliverAsync("r1").OrFailAsync("r1 is handed over", Token);
        await ingress.OrFailAsync("i1 is handed over", Token);

        // Ingress picks as soon as r1 has picked, and may be the first of the two to publish.
        var published = _rig.Published.Items.Select(p => p.Id).ToList();
        Assert.Equal(["i0", "r0"], published.Take(2));
        Assert.Equal(["i1", "r1"], published.Skip(2).Order());
    }

    [Fact]
    public async Task Rescue_EndsWhileItHolds_IngressGoesOn()
    {
        _rig.Report("b", window: 1);
        await _rig.Ingress.DeliverAsync("i0");
        var rescue = _rig.Rescue.DeliverAsync("r0");
        var ingress = _rig.Ingress.DeliverAsync("i1");
        Assert.True(_rig.Group.RescueFirst.IsClaimed);

        _rig.EndRescue();
        await rescue.OrFailAsync("the held message is let go", Token);
        Assert.False(_rig.Group.RescueFirst.IsClaimed);
        _rig.Report("b", window: 1, done: 1);
        await ingress.OrFailAsync("i1 is handed over", Token);

        Assert.Equal(["i0", "i1"], _rig.Published.Items.Select(p => p.Id));
    }

    [Fact]
    public async Task Rescue_WaitsLongForTheOneDestinationOfItsKey_IngressGoesOnToOthers()
    {
        var rig = new PipelineRig(GroupConfig.Default with { Algorithm = "consistent_hash", Hash = new HashConfig { Strict = true } });
        rig.Report("b", window: 1);
        rig.Report("c", window: 5);
        var (full, free) = (KeyOf(rig, "b"), KeyOf(rig, "c"));
        await rig.Ingress.DeliverAsync("i0", (HeaderNames.Key, full));
        var rescue = rig.Rescue.DeliverAsync("r0", (HeaderNames.Key, full));
        Assert.True(rig.Group.RescueFirst.IsClaimed);
        var ingress = rig.Ingress.DeliverAsync("i1", (HeaderNames.Key, free));
        Assert.False(ingress.IsCompleted);

        for (var i = 0; i < 11; i++)
        {
            rig.Time.Advance(TimeSpan.FromMilliseconds(100));
            rig.Group.Tick(1);
        }

        await ingress.OrFailAsync("i1 is handed over", Token);
        Assert.False(rescue.IsCompleted);
        rig.Report("b", window: 1, done: 1);
        await rescue.OrFailAsync("r0 is handed over", Token);
        Assert.Equal("b", rig.Published.Items.Single(p => p.Id == "r0").Destination);
    }

    [Fact]
    public async Task Rescue_TwoHold_IngressWaitsForBoth()
    {
        var (other, _) = _rig.Lose("other");
        _rig.Report("b", window: 1);
        await _rig.Ingress.DeliverAsync("i0");
        var first = _rig.Rescue.DeliverAsync("r0");
        var second = other.DeliverAsync("s0");
        var ingress = _rig.Ingress.DeliverAsync("i1");

        _rig.EndRescue();
        await first.OrFailAsync("the first one is let go", Token);
        _rig.Report("b", window: 1, done: 1);
        await second.OrFailAsync("s0 is handed over", Token);
        Assert.False(ingress.IsCompleted);
        other.Confirm(1);
        _rig.Report("b", window: 1, done: 1);
        await ingress.OrFailAsync("i1 is handed over", Token);

        Assert.Equal(["i0", "s0", "i1"], _rig.Published.Items.Select(p => p.Id));
    }

    [Fact]
    public async Task Rescue_HandOverComesBack_CreditOfTheLostOneStays()
    {
        _rig.Report("b", window: 5);
        await _rig.Rescue.DeliverAsync("r0");
        await _rig.Rescue.DeliverAsync("r1");

        _rig.Rescue.Confirm(1);
        _rig.Rescue.Confirm(2, PublishOutcome.Returned);

        Assert.Equal((4, 1), (_rig.Lost.Credit.InFlight, _rig.Group.All().Single(d => d.Name == "b").Credit.InFlight));
        Assert.Equal((1, 0, 0), (_rig.Group.Counters.Rescued, _rig.Group.Counters.Routed, _rig.Group.Counters.Received));
    }

    private static string KeyOf(PipelineRig rig, string destination)
    {
        using var picker = new DestinationPicker(RoutingPolicyRegistry.BuiltIn.Create("consistent_hash", rig.Group.Config), new Random(1));
        return Enumerable.Range(0, 1000).Select(i => $"k{i}").First(key => picker.Choose(rig.Group.State.Snapshot, "any", With(key))?.Name == destination);
    }

    private static MessageProperties With(string key) => new() { Headers = new Dictionary<string, object?> { [HeaderNames.Key] = key } };
}

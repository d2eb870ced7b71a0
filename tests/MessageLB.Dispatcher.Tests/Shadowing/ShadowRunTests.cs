using MessageLB.Core.Configuration;
using MessageLB.Core.Routing;
using MessageLB.Dispatcher.Status;
using MessageLB.Dispatcher.Tests.Explaining;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Shadowing;

public sealed class ShadowRunTests
{
    private static readonly RoutingPolicyRegistry Policies = new(
    [
        new("to_a", static _ => new FixedPolicy("to_a", "a")),
        new("to_b", static _ => new FixedPolicy("to_b", "b")),
        new("broken", static _ => new BrokenPolicy()),
    ]);

    [Fact]
    public void Pick_Scripted_CountsAndSumsExactly()
    {
        // At a 10 ms while it has a hand free, at b 4 ms; three go to a, where b would have been 6 ms sooner; with four hands busy at b
        // and one more there, b takes 4 ms × 5 ÷ 4 = 5 ms.
        using var rig = Rig("to_a", "to_b").With("a", 10).With("b", 4);
        for (var i = 0; i < 3; i++) Pick(rig);
        for (var i = 0; i < 4; i++) Assert.True(rig.Destination("b").Credit.TryTake());
        Pick(rig);

        var shadow = rig.Group.Shadow.Read("to_b");

        Assert.Equal(new ShadowStatus("to_b", 0, 4, 0, TimeSpan.FromMilliseconds(6 + 6 + 6 + 5), TimeSpan.Zero, 0, TimeSpan.FromMilliseconds(5.75)), shadow);
        Assert.Equal((4, 4), (rig.Destination("a").Credit.InFlight, rig.Destination("b").Credit.InFlight));
    }

    [Fact]
    public void Pick_ShadowIsWorse_LosesTime()
    {
        using var rig = Rig("to_b", "to_a").With("a", 10).With("b", 4);

        Pick(rig);

        Assert.Equal(new ShadowStatus("to_a", 0, 1, 0, TimeSpan.Zero, TimeSpan.FromMilliseconds(6), 0, TimeSpan.FromMilliseconds(-6)), rig.Group.Shadow.Read("to_a"));
    }

    [Fact]
    public void Pick_AgreesAndDiffers_SharesAreExact()
    {
        using var rig = Rig("to_a", "to_b", window: 4).With("a", 10).With("b", 4);
        for (var i = 0; i < 4; i++) Pick(rig);
        Pick(rig);

        var shadow = rig.Group.Shadow.Read("to_b");

        Assert.Equal((1, 4, 0.2), (shadow.Agreed, shadow.Differed, shadow.Agreement));
        Assert.Equal(TimeSpan.FromMilliseconds(24.0 / 5), shadow.MeanGain);
    }

    [Fact]
    public void Pick_NobodyHasCredit_CountsNothing()
    {
        using var rig = Rig("to_a", "to_b", window: 1).With("a").With("b");
        Pick(rig);
        Pick(rig);

        Assert.Null(rig.Pick(new MessageProperties()));

        var shadow = rig.Group.Shadow.Read("to_b");
        Assert.Equal(2, shadow.Agreed + shadow.Differed);
    }

    [Fact]
    public void Pick_NoServiceTimes_ExpectsNoGain()
    {
        using var rig = Rig("to_a", "to_b").With("a").With("b");

        Pick(rig);

        Assert.Equal(new ShadowStatus("to_b", 0, 1, 0, TimeSpan.Zero, TimeSpan.Zero, 0, null), rig.Group.Shadow.Read("to_b"));
    }

    [Fact]
    public void Read_NothingCompared_IsUnknown() =>
        Assert.Equal(new ShadowStatus("to_b", 0, 0, 0, TimeSpan.Zero, TimeSpan.Zero, null, null), Rig("to_a", "to_b").Group.Shadow.Read("to_b"));

    [Theory]
    [InlineData("broken", "Shadow policy broken of group orders failed: it is broken. Routing goes on without it; it is tried again after a second")]
    [InlineData("missing", "Shadow policy missing of group orders failed: There is no routing policy 'missing'; known are broken, to_a, to_b. Routing goes on without it; it is tried again after a second")]
    public void Pick_ShadowThrows_RoutesCountsAndLogsOnceAMinute(string policy, string line)
    {
        using var rig = Rig("to_a", policy).With("a").With("b");

        Pick(rig);
        Pick(rig);
        Assert.Equal(1, rig.Group.Shadow.Read(policy).Failed);
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        Pick(rig);

        Assert.Equal((0, 0, 2), (rig.Group.Shadow.Read(policy).Agreed, rig.Group.Shadow.Read(policy).Differed, rig.Group.Shadow.Read(policy).Failed));
        Assert.Equal(line, Assert.Single(rig.Logs.Of(2071)).Text);
        Assert.Equal(3, rig.Destination("a").Credit.InFlight);
        rig.Time.Advance(TimeSpan.FromSeconds(61));
        Pick(rig);
        Assert.Equal(2, rig.Logs.Of(2071).Count());
    }

    [Fact]
    public void Pick_Shadowed_AllocatesNothing()
    {
        using var rig = new DecisionRig(GroupConfig.Default with { Shadow = RoutingPolicyNames.LeastConnections }).With("a", 5).With("b", 10);
        for (var i = 0; i < 500; i++) rig.Pick(new MessageProperties())!.Credit.Return(1);
        var properties = new MessageProperties();

        var allocated = Allocations.InSteadyState(() =>
        {
            for (var i = 0; i < 500; i++) rig.Pick(properties)!.Credit.Return(1);
        });

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Pick_Shadowed_ExplanationTellsItsChoice()
    {
        using var rig = Rig("to_a", "to_b").With("a").With("b");

        rig.Pick(DecisionRig.Debugged("m-1"));

        var explained = Assert.Single(rig.Debug.Find("m-1"));
        Assert.Equal(("a", "b"), (explained.Winner, explained.Shadow));
    }

    private static DecisionRig Rig(string algorithm, string shadow, int window = 100) =>
        new(GroupConfig.Default with { Algorithm = algorithm, Shadow = shadow, Window = WindowConfig.Fixed(window) }, Policies);

    private static void Pick(DecisionRig rig) => Assert.NotNull(rig.Pick(new MessageProperties()));
}

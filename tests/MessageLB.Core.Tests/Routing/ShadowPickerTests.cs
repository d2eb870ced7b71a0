using MessageLB.Core.Groups;
using MessageLB.Core.Routing;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Core.Tests.Routing;

public sealed class ShadowPickerTests
{
    [Fact]
    public void Compare_SameChoice_AgreesAndGainsNothing()
    {
        var (a, _, snapshot) = Pair();
        using var shadow = Shadow(0);

        Assert.Same(a, Guess(shadow, snapshot));
        Assert.True(a.Credit.TryTake());

        Assert.Equal(new ShadowVerdict(true, 0), shadow.Compare(a));
    }

    [Fact]
    public void Compare_SlowerChosen_GainIsTheDifferenceBeforeCreditWasTaken()
    {
        // At a: 10 ms × (7 + 1) ÷ 4 = 20 ms; at b: 5 ms, for it has a hand free.
        var (a, b, snapshot) = Pair();
        using var shadow = Shadow(1);

        Guess(shadow, snapshot);
        Assert.True(a.Credit.TryTake());

        Assert.Equal(new ShadowVerdict(false, 0.01 * 2 - 0.005), shadow.Compare(a));
        Assert.Equal(0, b.Credit.InFlight);
    }

    [Fact]
    public void Compare_FasterChosen_GainIsNegative()
    {
        var (_, b, snapshot) = Pair();
        using var shadow = Shadow(0);

        Guess(shadow, snapshot);
        Assert.True(b.Credit.TryTake());

        Assert.Equal(new ShadowVerdict(false, 0.005 - 0.01 * 2), shadow.Compare(b));
    }

    [Fact]
    public void Compare_NothingMeasured_GainIsUnknown()
    {
        var group = Fleet.Weighted(1, 1);
        using var shadow = Shadow(1);

        Guess(shadow, Fleet.Snapshot(group));
        group[0].Credit.TryTake();

        Assert.Equal(new ShadowVerdict(false, null), shadow.Compare(group[0]));
    }

    [Fact]
    public void Compare_NobodyHadCreditAtTheGuess_IsNoVerdict()
    {
        var destination = Fleet.Destination(0, limit: 0);
        using var shadow = Shadow(0);

        Assert.Null(Guess(shadow, Fleet.Snapshot(destination)));

        Assert.Null(shadow.Compare(destination));
    }

    [Fact]
    public void Compare_Twice_CountsOnce()
    {
        var (a, _, snapshot) = Pair();
        using var shadow = Shadow(0);
        Guess(shadow, snapshot);
        shadow.Compare(a);

        Assert.Null(shadow.Compare(a));
    }

    [Fact]
    public void Guess_SteadyState_AllocatesNothing()
    {
        var (a, _, snapshot) = Pair();
        using var shadow = new ShadowPicker(RoutingPolicyRegistry.BuiltIn.Create(RoutingPolicyNames.ResponseTime, new() { Name = "g" }), new Random(1));
        GuessAndCompare(shadow, snapshot, a, 500);

        Assert.Equal(0, Allocations.InSteadyState(() => GuessAndCompare(shadow, snapshot, a, 500)));
    }

    private static void GuessAndCompare(ShadowPicker shadow, GroupSnapshot snapshot, DestinationState picked, int count)
    {
        for (var i = 0; i < count; i++)
        {
            shadow.Guess(snapshot, "key", Fleet.Properties);
            shadow.Compare(picked);
        }
    }

    private static (DestinationState A, DestinationState B, GroupSnapshot Snapshot) Pair()
    {
        var a = Fleet.Destination(0, inFlight: 7, concurrency: 4, service: 0.01);
        var b = Fleet.Destination(1, concurrency: 4, service: 0.005);
        return (a, b, Fleet.Snapshot(a, b));
    }

    private static ShadowPicker Shadow(int slot) => new(new ScriptedPolicy(candidates => candidates[slot]), new Random(1));

    private static DestinationState? Guess(ShadowPicker shadow, GroupSnapshot snapshot) => shadow.Guess(snapshot, "key", Fleet.Properties);
}

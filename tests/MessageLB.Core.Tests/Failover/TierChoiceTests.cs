using MessageLB.Core.Failover;
using Xunit;

namespace MessageLB.Core.Tests.Failover;

public sealed class TierChoiceTests
{
    private static readonly TimeSpan Start = TimeSpan.FromMinutes(5);

    private readonly TierChoice _choice = new(TierChoice.DefaultFailbackAfter);

    [Fact]
    public void Look_First_IsTheLowestNumberWithSomebody()
    {
        Assert.Null(_choice.Active);

        Assert.Equal(new TierChange(null, 1, "somebody is available in tier 1"), Look(0, 0, 3, 3));

        Assert.Equal(1, _choice.Active);
    }

    [Fact]
    public void Look_NobodyAnywhere_IsNone()
    {
        Assert.Null(Look(0, 0, 0));
        Look(0, 1, 1);

        Assert.Equal(new TierChange(0, null, "nobody is available in any tier"), Look(1, 0, 0));
        Assert.Equal(new TierChange(null, 1, "somebody is available in tier 1"), Look(1, 0, 1));
    }

    [Fact]
    public void Look_TiersInAnyOrder_GoByNumber()
    {
        _choice.Look([new TierFacts(7, 1, 1), new TierFacts(3, 1, 1), new TierFacts(5, 1, 1)], Start);

        Assert.Equal(3, _choice.Active);
    }

    [Fact]
    public void Look_ActiveHasNobody_MovesDownAtOnce()
    {
        Look(0, 2, 2);

        Assert.Equal(new TierChange(0, 1, "nobody is available in tier 0"), Look(0, 0, 2));
    }

    [Fact]
    public void Look_BetterTierIsBack_TakesOverAfterTenSecondsWithoutABreak()
    {
        Look(0, 2, 2);
        Look(100, 0, 2);
        Assert.Null(Look(101, 1, 2));
        Assert.Null(Look(105, 0, 2));
        Assert.Null(Look(106, 1, 2));
        Assert.Null(Look(115.9, 1, 2));

        Assert.Equal(new TierChange(1, 0, "tier 0 has been available for 10 s"), Look(116, 1, 2));
    }

    [Fact]
    public void Look_ActiveHasNobodyAnyMore_MovesUpAtOnce()
    {
        Look(0, 2, 2);
        Look(100, 0, 2);
        Look(101, 1, 2);

        Assert.Equal(new TierChange(1, 0, "nobody is available in tier 1"), Look(102, 1, 0));
    }

    [Fact]
    public void Look_TwoBetterTiersAreBack_TakesTheBestThatIsStable()
    {
        Look(0, 1, 1, 1);
        Look(100, 0, 0, 1);
        Look(101, 0, 1, 1);
        Look(104, 1, 1, 1);

        Assert.Equal(1, Look(111, 1, 1, 1)?.To);
        Assert.Equal(0, Look(114, 1, 1, 1)?.To);
    }

    [Fact]
    public void Look_TierNotListedForALook_IsABreak()
    {
        Look(0, 1, 1);
        Look(100, 0, 1);
        Look(101, 1, 1);
        _choice.Look([new TierFacts(1, 1, 1)], Start + Seconds(105));
        Look(106, 1, 1);

        Assert.Null(Look(115.9, 1, 1));
        Assert.Equal(0, Look(116, 1, 1)?.To);
    }

    [Fact]
    public void Look_BetterTierIsHeardOfLateAtTheStart_TakesOverAtOnce()
    {
        Look(0, 0, 1);

        Assert.Equal(new TierChange(1, 0, "somebody is available in tier 0"), Look(9.9, 1, 1));
    }

    [Theory]
    [InlineData(10, 20)]
    [InlineData(1000, 1010)]
    public void Look_BetterTierIsHeardOfLater_MustProveItself(double heard, double takesOver)
    {
        Look(0, 0, 1);
        Assert.Null(Look(heard, 1, 1));

        Assert.Null(Look(takesOver - 0.001, 1, 1));
        Assert.Equal(0, Look(takesOver, 1, 1)?.To);
    }

    [Fact]
    public void Look_FlapsAtTheStart_MustProveItselfAfterTheFirstTime()
    {
        Look(0, 1, 1);
        Look(1, 0, 1);

        Assert.Null(Look(2, 1, 1));
        Assert.Equal(0, Look(12, 1, 1)?.To);
    }

    [Theory]
    [InlineData(100, false)]
    [InlineData(72, false)]
    [InlineData(71, true)]
    [InlineData(1, true)]
    public void MaySpill_ShareOfTheActiveTier_IsNotEnoughBelowSeventyOnePercent(double available, bool expected)
    {
        _choice.Look([new TierFacts(0, available, 100), new TierFacts(1, 100, 100)], Start);

        Assert.Equal((0, expected), (_choice.Active, _choice.MaySpill));
    }

    [Fact]
    public void MaySpill_JustEnough_IsFalse()
    {
        var choice = new TierChoice(TierChoice.DefaultFailbackAfter, overprovisioning: 2);

        choice.Look([new TierFacts(0, 2, 4)], Start);

        Assert.False(choice.MaySpill);
    }

    [Fact]
    public void MaySpill_NoneActive_IsTrue()
    {
        Assert.True(_choice.MaySpill);
        Look(0, 4);
        Assert.False(_choice.MaySpill);

        Look(1, 0);

        Assert.True(_choice.MaySpill);
    }

    private TierChange? Look(double second, params double[] available) =>
        _choice.Look([.. available.Select((free, tier) => new TierFacts(tier, free, 4))], Start + Seconds(second));

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}

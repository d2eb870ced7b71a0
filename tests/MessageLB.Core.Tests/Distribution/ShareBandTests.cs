using FsCheck;
using FsCheck.Fluent;
using MessageLB.Core.Distribution;
using Xunit;

namespace MessageLB.Core.Tests.Distribution;

public sealed class ShareBandTests
{
    [Fact]
    public void Of_HalfOfAHundred_IsTheIntervalOfWilson()
    {
        var band = ShareBand.Of(50, 100);

        // (0.5 + 3.29²/200 ± 3.29 √(0.25/100 + 3.29²/40000)) / (1 + 3.29²/100)
        Assert.Equal(0.3437396, band.Low, 1e-7);
        Assert.Equal(0.6562604, band.High, 1e-7);
    }

    [Fact]
    public void Of_NoneOrAll_StaysWithinTheBoundsAndAdmitsMore()
    {
        var (none, all) = (ShareBand.Of(0, 10), ShareBand.Of(10, 10));

        Assert.Equal((0, 1), (none.Low, all.High));
        Assert.Equal(none.High, 1 - all.Low, 1e-12);
        Assert.Equal(3.29 * 3.29 / (10 + (3.29 * 3.29)), none.High, 1e-12);
    }

    [Fact]
    public void Of_AllOfACountThatRounds_HoldsTheWhole() => Assert.True(ShareBand.Of(7371, 7371).Contains(1));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 5)]
    [InlineData(6, 5)]
    public void Of_CountsThatCannotBe_AreRefused(long count, long all) => Assert.Throws<ArgumentOutOfRangeException>(() => ShareBand.Of(count, all));

    [Fact]
    public void Of_AnyCounts_HoldsTheShareAndIsNarrowerWithMore() => Prop.ForAll(
        Gen.Choose(1, 100_000).SelectMany(all => Gen.Choose(0, all).Select(count => (Count: (long)count, All: (long)all))).ToArbitrary(),
        one =>
        {
            var (band, more) = (ShareBand.Of(one.Count, one.All), ShareBand.Of(one.Count * 4, one.All * 4));
            return band.Contains((double)one.Count / one.All) && more.High - more.Low < band.High - band.Low && band is { Low: >= 0, High: <= 1 };
        }).QuickCheckThrowOnFailure();

    // A thousand drawings of a share that is true: outside of the band about once, for the band is as wide as that.
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.1)]
    public void Contains_TheTrueShareOfRandomDrawings_NearlyAlways(double share)
    {
        var random = new Random(11);
        var outside = 0;
        for (var i = 0; i < 1000; i++)
        {
            var count = 0;
            for (var j = 0; j < 400; j++) count += random.NextDouble() < share ? 1 : 0;
            if (!ShareBand.Of(count, 400).Contains(share)) outside++;
        }

        Assert.InRange(outside, 0, 5);
    }
}

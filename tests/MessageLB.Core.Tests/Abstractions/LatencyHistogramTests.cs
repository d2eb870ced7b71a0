using FsCheck;
using FsCheck.Fluent;
using MessageLB.Measurement;
using Xunit;

namespace MessageLB.Core.Tests.Abstractions;

public sealed class LatencyHistogramTests
{
    // Uniform ticks are nearly all centuries; shifted they cover every magnitude.
    private static readonly Gen<TimeSpan> Times =
        from ticks in ArbMap.Default.ArbFor<long>().Generator
        from bits in Gen.Choose(0, 62)
        select new TimeSpan((ticks & long.MaxValue) >> bits);

    [Fact]
    public void Percentile_NothingRecorded_IsZero()
    {
        var histogram = new LatencyHistogram();

        Assert.Equal((0L, TimeSpan.Zero, TimeSpan.Zero), (histogram.Count, histogram.Max, histogram.Percentile(0.99)));
    }

    [Fact]
    public void Percentile_AnyTimesAndShare_IsAtMostASixteenthAbove()
    {
        var records = Times.NonEmptyListOf();
        var shares = Gen.Choose(0, 1000).Select(permille => permille / 1000.0);

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5000), Prop.ForAll(records.ToArbitrary(), shares.ToArbitrary(), (times, share) =>
        {
            var histogram = Of(times);
            var exact = times.Order().ElementAt(Math.Max(1, (int)Math.Ceiling(share * times.Count)) - 1);

            var told = histogram.Percentile(share);

            return told >= exact && told.Ticks - exact.Ticks <= exact.Ticks / 16 && told <= histogram.Max;
        }));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(long.MaxValue)]
    public void Percentile_OneRecord_IsThatRecord(long ticks)
    {
        var histogram = Of([new TimeSpan(ticks)]);

        Assert.Equal(new TimeSpan(ticks), histogram.Percentile(0.5));
        Assert.Equal(new TimeSpan(ticks), histogram.Max);
    }

    [Fact]
    public void Percentile_HundredDistinctTimes_CountsFromBelow()
    {
        var histogram = Of(Enumerable.Range(1, 100).Select(i => TimeSpan.FromTicks(i % 15)));

        // 14 values of 0 to 14: seven times 1 to 10 and six times 0 and 11 to 14.
        Assert.Equal((0L, 7L, 14L), (histogram.Percentile(0).Ticks, histogram.Percentile(0.5).Ticks, histogram.Percentile(1).Ticks));
    }

    [Fact]
    public void Record_Negative_CountsAsZero()
    {
        var histogram = Of([TimeSpan.FromTicks(-5)]);

        Assert.Equal((1L, TimeSpan.Zero, TimeSpan.Zero), (histogram.Count, histogram.Max, histogram.Percentile(1)));
    }

    [Fact]
    public void Add_AnyTwo_IsAsIfRecordedTogether()
    {
        var records = Times.ListOf();

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(records.ToArbitrary(), records.ToArbitrary(), (one, other) =>
        {
            var added = Of(one);
            added.Add(Of(other));
            var together = Of(one.Concat(other));
            return added.Count == together.Count && added.Max == together.Max
                && Enumerable.Range(0, 21).All(i => added.Percentile(i / 20.0) == together.Percentile(i / 20.0));
        }));
    }

    [Fact]
    public void Clear_AfterRecords_ForgetsThem()
    {
        var histogram = Of([TimeSpan.FromSeconds(1)]);

        histogram.Clear();
        histogram.Record(TimeSpan.FromTicks(3));

        Assert.Equal((1L, 3L, 3L), (histogram.Count, histogram.Max.Ticks, histogram.Percentile(1).Ticks));
    }

    private static LatencyHistogram Of(IEnumerable<TimeSpan> times)
    {
        var histogram = new LatencyHistogram();
        foreach (var time in times) histogram.Record(time);
        return histogram;
    }
}

using FsCheck;
using FsCheck.Fluent;
using MessageLB.Core.Performance;
using MessageLB.Core.Tests.Abstractions;
using MessageLB.Measurement;
using Xunit;

namespace MessageLB.Core.Tests.Performance;

public sealed class TimeHistogramTests
{
    private static readonly Gen<long[]> Counts =
        from length in Gen.Choose(1, TimeBuckets.Count)
        from counts in (from count in ArbMap.Default.ArbFor<long>().Generator from bits in Gen.Choose(0, 63) select (long)((ulong)count >> bits) & long.MaxValue).ArrayOf(length)
        select counts;

    [Fact]
    public void Of_NoCounts_IsNull() => Assert.Null(TimeHistogram.Of(3, [0, 0]));

    [Fact]
    public void Of_AnyCounts_HoldsThem() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(Counts.ToArbitrary(), counts =>
    {
        var (first, told) = (TimeBuckets.Count - counts.Length, new long[TimeBuckets.Count]);

        TimeHistogram.Of(first, counts)?.AddTo(told);

        return told.AsSpan(first).SequenceEqual(counts) && !told.AsSpan(0, first).ContainsAnyExcept(0);
    }));

    [Fact]
    public void Plus_AnyTwo_IsTheSumOfEachBucket() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(Counts.ToArbitrary(), Counts.ToArbitrary(), (one, two) =>
    {
        if (TimeHistogram.Of(0, one) is not { } first || TimeHistogram.Of(0, two) is not { } second) return true;
        var told = new long[TimeBuckets.Count];

        first.Plus(second).AddTo(told);

        for (var i = 0; i < told.Length; i++)
        {
            var sum = (Int128)(i < one.Length ? one[i] : 0) + (i < two.Length ? two[i] : 0);
            if (told[i] != (long)Int128.Min(sum, long.MaxValue)) return false;
        }

        return true;
    }));

    [Fact]
    public void Size_OfEverythingPossible_IsWhatTheDocumentationSays()
    {
        long[] most = [.. Enumerable.Repeat(long.MaxValue, TimeBuckets.Count)];

        Assert.Equal(TimeBuckets.Count * 10, TimeHistogram.Of(0, most)!.Size);
        Assert.Equal(TimeBuckets.Count * 10, TimeHistogram.Of(0, most)!.Plus(TimeHistogram.Of(0, most)!).Size);
        Assert.Equal(20, TimeHistogram.Of(90, [1, 3, 9, 20, 40, 31, 17, 6, 2, 120])!.Size);
    }

    [Fact]
    public void Percentile_AnyTimesAndPart_IsThatOfTheSortedTimesWithinTheError()
    {
        var parts = Gen.Choose(0, 1000).Select(permille => permille / 1000.0);
        var times = TimeBucketsTests.Times.Where(time => time < TimeBucketsTests.LastBegins).NonEmptyListOf();

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000), Prop.ForAll(times.ToArbitrary(), parts.ToArbitrary(), (all, part) =>
        {
            var (counter, sums) = (new TimeCounter(), new TimeSums());
            foreach (var time in all) counter.Record(time);
            var read = counter.Read();
            var exact = all.Order().ElementAt(Math.Max(1, (int)Math.Ceiling(part * all.Count)) - 1);

            sums.Add(TimeHistogram.Of(read.First, read.Counts.Span)!);

            return sums.Messages == all.Count && TimeBucketsTests.IsClose(sums.Percentile(part)!.Value, exact);
        }));
    }

    [Fact]
    public void Percentile_OfNothing_IsUnknown() => Assert.Null(new TimeSums().Percentile(0.5));

    [Fact]
    public void Percentile_CountsBeyondAllNumbers_IsStillABucket()
    {
        var sums = new TimeSums();

        for (var i = 0; i < 3; i++) sums.Add(TimeHistogram.Of(100, [long.MaxValue, long.MaxValue])!);

        Assert.Equal(long.MaxValue, sums.Messages);
        Assert.Equal(TimeBuckets.MiddleSeconds(100), sums.Percentile(1));
    }

    [Fact]
    public void Take_AfterTaking_IsNothing()
    {
        var sums = new TimeSums();
        sums.Add(TimeHistogram.Of(5, [7])!);

        Assert.NotNull(sums.Take());
        Assert.Null(sums.Take());
        Assert.Null(sums.Percentile(0.5));
    }
}

using FsCheck;
using FsCheck.Fluent;
using MessageLB.Measurement;
using Xunit;

namespace MessageLB.Core.Tests.Abstractions;

public sealed class TimeBucketsTests
{
    // Uniform ticks are nearly all centuries; shifted they cover every magnitude.
    internal static readonly Gen<TimeSpan> Times =
        from ticks in ArbMap.Default.ArbFor<long>().Generator
        from bits in Gen.Choose(0, 62)
        select new TimeSpan((ticks & long.MaxValue) >> bits);

    // The last bucket takes what is longer, so its middle says nothing of it.
    internal static readonly TimeSpan LastBegins = TimeSpan.FromMicroseconds(15L << 36);

    [Theory]
    [InlineData(-5, 0)]
    [InlineData(0, 0)]
    [InlineData(9, 0)]
    [InlineData(10, 1)]
    [InlineData(79, 7)]
    [InlineData(80, 8)]
    [InlineData(159, 15)]
    [InlineData(160, 16)]
    [InlineData(179, 16)]
    [InlineData(180, 17)]
    [InlineData(10_000, 63)]
    [InlineData(long.MaxValue, 303)]
    public void IndexOf_TicksOfATenthMicrosecond_IsTheDocumentedBucket(long ticks, int bucket) => Assert.Equal(bucket, TimeBuckets.IndexOf(new TimeSpan(ticks)));

    [Fact]
    public void IndexOf_EachBucketsMiddle_IsThatBucket() => Assert.All(
        Enumerable.Range(0, TimeBuckets.Count),
        bucket => Assert.Equal(bucket, TimeBuckets.IndexOf(TimeSpan.FromTicks((long)(TimeBuckets.MiddleSeconds(bucket) * TimeSpan.TicksPerSecond)))));

    [Fact]
    public void MiddleSeconds_OfAnyTimesBucket_IsWithinTheErrorOfTheTime() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(5000), Prop.ForAll(Times.ToArbitrary(), time =>
        time >= LastBegins || IsClose(TimeBuckets.MiddleSeconds(TimeBuckets.IndexOf(time)), time)));

    internal static bool IsClose(double told, TimeSpan time) =>
        Math.Abs(told - time.TotalSeconds) <= Math.Max(TimeBuckets.RelativeError * time.TotalSeconds, 0.5e-6) * (1 + 1e-9);
}

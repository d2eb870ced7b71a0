using MessageLB.Core.Limits;
using Xunit;

namespace MessageLB.Core.Tests.Limits;

public sealed class LeakyBucketTests
{
    [Fact]
    public void TryEnter_SteadilyAtTheRate_IsNeverRefused()
    {
        var bucket = new LeakyBucket(3, burst: 1);

        // A third of a second is no whole number of ticks; the error must not add up to more than the one that may be ahead.
        for (var i = 0; i < 30_000; i++) Assert.True(bucket.TryEnter(TimeSpan.FromTicks(((i * 10_000_000L) + 2) / 3)), $"number {i}");
    }

    [Fact]
    public void TryEnter_ManyAtOnce_AdmitsOneAndTheBurst()
    {
        var bucket = new LeakyBucket(10, burst: 5);

        Assert.Equal(6, Enumerable.Range(0, 20).Count(_ => bucket.TryEnter(TimeSpan.Zero)));
    }

    [Fact]
    public void TryEnter_AfterARefusal_TheBucketHasDrainedAsIfItHadNotCome()
    {
        var bucket = new LeakyBucket(10, burst: 1);
        Assert.True(bucket.TryEnter(TimeSpan.Zero));
        Assert.True(bucket.TryEnter(TimeSpan.Zero));
        Assert.False(bucket.TryEnter(Milliseconds(99.9999)));

        Assert.True(bucket.TryEnter(Milliseconds(100)));
        Assert.False(bucket.TryEnter(Milliseconds(100)));
    }

    [Fact]
    public void TryEnter_AgainstTheFormulaOfNginx_IsTheSame()
    {
        // excess' = max(0, excess - rate × elapsed + 1); refused if it exceeds the burst (ngx_http_limit_req_module, in thousandths).
        var random = new Random(4711);
        var bucket = new LeakyBucket(100, burst: 7);
        long excess = 0, last = 0, now = 1000;
        var first = true;

        for (var i = 0; i < 20_000; i++)
        {
            now += random.Next(20);
            var next = first ? 0 : Math.Max(0, excess - (100 * (now - last)) + 1000);
            var admitted = next <= 7000;

            Assert.Equal(admitted, bucket.TryEnter(TimeSpan.FromMilliseconds(now)));
            if (!admitted) continue;
            (excess, last, first) = (next, now, false);
        }
    }

    [Fact]
    public void IsEmpty_UntilItHasDrained_IsFalse()
    {
        var bucket = new LeakyBucket(10, burst: 5);
        Assert.True(bucket.IsEmpty(TimeSpan.Zero));
        bucket.TryEnter(TimeSpan.Zero);
        bucket.TryEnter(TimeSpan.Zero);

        Assert.False(bucket.IsEmpty(Milliseconds(199)));
        Assert.True(bucket.IsEmpty(Milliseconds(200)));
    }

    private static TimeSpan Milliseconds(double value) => TimeSpan.FromTicks((long)(value * TimeSpan.TicksPerMillisecond));
}

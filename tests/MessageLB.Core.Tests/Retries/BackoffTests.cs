using MessageLB.Core.Configuration;
using MessageLB.Core.Retries;
using Xunit;

namespace MessageLB.Core.Tests.Retries;

public sealed class BackoffTests
{
    private static readonly RetryConfig Plain = new() { Delay = TimeSpan.FromSeconds(1), Factor = 3, MaxDelay = TimeSpan.FromSeconds(20), Jitter = 0 };

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 3)]
    [InlineData(4, 9)]
    [InlineData(5, 20)]
    [InlineData(1000, 20)]
    public void Before_WithoutJitter_GrowsByTheFactorToTheLimit(int attempt, double seconds) =>
        Assert.Equal(seconds, Backoff.Before(attempt, Plain, new Random(1)).TotalSeconds, 3);

    [Fact]
    public void Before_WithJitter_IsSpreadOverItsShare()
    {
        var random = new Random(3);
        var waits = Enumerable.Range(0, 10_000).Select(_ => Backoff.Before(2, Plain with { Jitter = 0.5 }, random).TotalSeconds).ToList();

        Assert.All(waits, w => Assert.InRange(w, 0.5, 1));
        Assert.InRange(waits.Average(), 0.74, 0.76);
    }

    [Fact]
    public void Before_ADelayBeyondTheLongest_IsTheDelay() =>
        Assert.Equal(60, Backoff.Before(4, Plain with { Delay = TimeSpan.FromSeconds(60) }, new Random(1)).TotalSeconds, 3);

    [Fact]
    public void Before_WithoutADelay_IsZero() => Assert.Equal(TimeSpan.Zero, Backoff.Before(9, Plain with { Delay = TimeSpan.Zero }, new Random(1)));
}

using MessageLB.Core.Health;
using Xunit;

namespace MessageLB.Core.Tests.Health;

public sealed class FreshnessTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1.5, 1)]
    [InlineData(1.75, 0.75)]
    [InlineData(2.0, 0.5)]
    [InlineData(2.5, 0)]
    [InlineData(60, 0)]
    public void Of_DefaultLease_FallsFromTheMissedHeartbeatToTheEnd(double age, double expected) =>
        Assert.Equal(expected, Freshness.Of(TimeSpan.FromSeconds(age), TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(2.5)));

    [Theory]
    [InlineData(1.5, 1)]
    [InlineData(1.6, 0)]
    public void Of_LeaseOfOneHeartbeat_IsAStep(double age, double expected) =>
        Assert.Equal(expected, Freshness.Of(TimeSpan.FromSeconds(age), TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(1.5)));
}

using MessageLB.Core.Health;
using Xunit;

namespace MessageLB.Core.Tests.Health;

public sealed class FailureCostTests
{
    [Theory]
    [InlineData(0.01, 1, 0.5, 0.01)] // no failures: as measured, whatever the peers
    [InlineData(0.01, 0.5, 0.01, 0.02)] // every second one is handled twice
    [InlineData(0.001, 0.5, 0.1, 0.101)] // (1 ms + 100 ms) ÷ 2 ÷ 0.5
    [InlineData(0.2, 0.5, 0.1, 0.4)] // slower than the peers: its own time
    [InlineData(0.001, 0, 0.1, 99.901)] // never less than a thousandth of successes
    [InlineData(0.001, 0.9, 0, 0.001 / 0.9)] // peers unknown
    public void Of_SharesOfSuccess_IsTheTimeOfASuccess(double seconds, double share, double peers, double expected) =>
        Assert.Equal(expected, FailureCost.Of(seconds, share, peers), 1e-9);
}

using MessageLB.Core.Configuration;
using MessageLB.Core.Framing;
using MessageLB.Core.Hashing;
using Xunit;

namespace MessageLB.Core.Tests.Framing;

public sealed class FrameSizeTests
{
    [Theory]
    [InlineData(64, 64, 1, 0.0001, 64)]
    [InlineData(64, 64, 1, 0.001, 10)] // 10 ms of work
    [InlineData(64, 64, 4, 0.001, 40)] // of all hands together
    [InlineData(64, 64, 4, 0.003, 13)] // whole messages
    [InlineData(64, 64, 1, 0.0101, 1)]
    [InlineData(64, 64, 1, 20, 1)]
    [InlineData(16, 64, 1, 0.0001, 16)] // the smaller of both wishes
    [InlineData(64, 16, 1, 0.0001, 16)]
    [InlineData(100_000, 1024, 100, 1e-9, 1024)]
    [InlineData(0, 64, 1, 0.0001, 1)] // a worker that says nothing, or does not want any
    [InlineData(1, 64, 1, 0.0001, 1)]
    [InlineData(64, 1, 1, 0.0001, 1)]
    [InlineData(64, 64, 1, 0, 1)] // nothing is measured
    [InlineData(64, 64, 0, 0.001, 10)] // no hands count as one
    public void Of_WishesAndWork_IsTheSmallest(int announced, int frameMax, int concurrency, double seconds, int expected) =>
        Assert.Equal(expected, FrameSize.Of(announced, GroupConfig.Default with { FrameMax = frameMax }, concurrency, seconds));

    [Fact]
    public void Of_GroupWhereOrderCounts_IsOne()
    {
        Assert.Equal(1, FrameSize.Of(64, GroupConfig.Default with { OrderBy = new KeySource(KeyField.MessageId) }, 4, 0.0001));
        Assert.Equal(1, FrameSize.Of(64, GroupConfig.Default with { SingleActive = true }, 4, 0.0001));
    }
}

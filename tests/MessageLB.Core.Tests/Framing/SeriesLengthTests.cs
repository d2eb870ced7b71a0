using MessageLB.Core.Framing;
using Xunit;

namespace MessageLB.Core.Tests.Framing;

public sealed class SeriesLengthTests
{
    [Theory]
    [InlineData(64, 1, 0.0001, 10)] // 1 ms of work
    [InlineData(64, 4, 0.0001, 40)] // of all hands together
    [InlineData(64, 4, 0.00001, 64)] // a frame
    [InlineData(64, 1, 0.0006, 1)]
    [InlineData(64, 1, 0.01, 1)]
    [InlineData(64, 0, 0.0001, 10)] // no hands count as one
    [InlineData(1, 4, 0.00001, 1)] // no frames
    [InlineData(64, 4, 0, 1)] // nothing is measured
    public void Of_FrameAndWork_IsTheSmallest(int frameSize, int concurrency, double seconds, int expected) =>
        Assert.Equal(expected, SeriesLength.Of(frameSize, concurrency, seconds));

    [Theory]
    [InlineData(64, 1, 1)]
    [InlineData(64, 16, 1)]
    [InlineData(64, 31, 1)]
    [InlineData(64, 32, 2)]
    [InlineData(64, 256, 16)]
    [InlineData(64, 10_000, 64)]
    [InlineData(5, 10_000, 5)]
    public void InGroup_Destinations_IsASixteenthOfThem(int most, int destinations, int expected) =>
        Assert.Equal(expected, SeriesLength.InGroup(most, destinations));
}

using Xunit;

namespace MessageLB.Simulation.Tests.Capacity;

public sealed class HeartbeatRateTests
{
    [Theory]
    [InlineData(100, 40, 50)] // a completion after 10 ms, told after a quarter of 40 ms
    [InlineData(100, 1_000, 16.666667)] // never later than 50 ms
    [InlineData(1_000, 4, 333.333333)] // never sooner than 2 ms
    [InlineData(12_800, 40, 200)] // 64 completions, whatever their age
    [InlineData(100, 0.1, 20)] // short messages: 2 ms × 2 ms ÷ 0.1 ms
    [InlineData(4, 0.001, 2)] // and never later than 250 ms
    [InlineData(1_000_000, 40, 500)] // early ones keep 2 ms between them
    [InlineData(0.1, 40, 1)] // regular ones
    public void Of_BusyWorker_TellsAsOftenAsTheProtocolSays(double perSecond, double workMs, double expected) =>
        Assert.Equal(expected, HeartbeatRate.Of(perSecond, TimeSpan.FromMilliseconds(workMs)), 6);
}

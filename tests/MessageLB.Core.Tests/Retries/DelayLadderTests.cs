using MessageLB.Core.Retries;
using Xunit;

namespace MessageLB.Core.Tests.Retries;

public sealed class DelayLadderTests
{
    [Fact]
    public void Steps_All_AreOneTwoAndFiveOfEachPowerOfTen()
    {
        double[] milliseconds = [100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 2e6, 5e6, 1e7, 2e7, 5e7];

        Assert.Equal(milliseconds, DelayLadder.Steps.Select(s => s.TotalMilliseconds));
    }

    [Theory]
    [InlineData(99, null)]
    [InlineData(100, 100.0)]
    [InlineData(199, 100.0)]
    [InlineData(4_999, 2_000.0)]
    [InlineData(5_000, 5_000.0)]
    [InlineData(604_800_000, 50_000_000.0)]
    public void Step_OfAWait_IsTheLongestThatFits(long left, double? step) =>
        Assert.Equal(step, DelayLadder.Step(TimeSpan.FromMilliseconds(left))?.TotalMilliseconds);

    [Theory]
    [InlineData(-5, 0)]
    [InlineData(0, 0)]
    [InlineData(40, 0)]
    [InlineData(60, 100)]
    [InlineData(1_234, 1_200)]
    [InlineData(98_765, 99_000)]
    [InlineData(86_400_000, 86_000_000)]
    [InlineData(999_999_999, 604_800_000)]
    public void Round_AWait_KeepsTwoDigits(long wait, long rounded) =>
        Assert.Equal(rounded, DelayLadder.Round(TimeSpan.FromMilliseconds(wait)).TotalMilliseconds);

    [Fact]
    public void Step_AgainAndAgain_TakesAtMostSixStepsForADay()
    {
        var random = new Random(7);

        for (var i = 0; i < 10_000; i++)
        {
            var left = DelayLadder.Round(TimeSpan.FromMilliseconds(random.NextInt64(86_400_000)));
            var steps = 0;
            for (; DelayLadder.Step(left) is { } step; steps++) left -= step;

            Assert.InRange(steps, 0, 6);
            Assert.True(left < DelayLadder.Shortest);
        }
    }
}

using MessageLB.Core.Configuration;
using MessageLB.Core.Credit;
using Xunit;

namespace MessageLB.Core.Tests.Credit;

public sealed class WindowShareTests
{
    [Theory]
    [InlineData(10, 0, 1, 10)]
    [InlineData(10, 0, 2, 10)] // twice the half
    [InlineData(10, 0, 3, 7)]
    [InlineData(10, 0, 4, 5)]
    [InlineData(10, 0, 64, 2)]
    [InlineData(1, 0, 1, 1)]
    [InlineData(1, 0, 64, 1)] // no more than the window itself
    public void Of_NobodyElseThere_IsTwiceAnEvenShareWithinTheWindow(int window, int elsewhere, int dispatchers, int expected) =>
        Assert.Equal(expected, WindowShare.Of(window, elsewhere, dispatchers));

    [Theory]
    [InlineData(10, 3, 1, 7)]
    [InlineData(10, 3, 4, 5)]
    [InlineData(10, 6, 4, 4)]
    [InlineData(10, 10, 4, 1)]
    [InlineData(10, 500, 1, 1)]
    public void Of_OthersThere_IsWhatTheyLeaveAndAtLeastOne(int window, int elsewhere, int dispatchers, int expected) =>
        Assert.Equal(expected, WindowShare.Of(window, elsewhere, dispatchers));

    [Fact]
    public void Of_NobodyKnowsOfTheOthers_TogetherTheyHaveTwiceTheWindowAndOneEachAtMost()
    {
        foreach (var dispatchers in Enumerable.Range(1, 65))
        {
            foreach (var window in (int[])[1, 2, 3, 5, 8, 13, 64, 1000, WindowConfig.Largest])
                Assert.InRange((long)dispatchers * WindowShare.Of(window, 0, dispatchers), 1, Math.Max((2L * window) + dispatchers, 2L * dispatchers));
        }
    }
}

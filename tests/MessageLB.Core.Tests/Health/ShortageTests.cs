using MessageLB.Core.Health;
using Xunit;

namespace MessageLB.Core.Tests.Health;

public sealed class ShortageTests
{
    private readonly Shortage _shortage = new(Shortage.DefaultThreshold);

    [Fact]
    public void Look_EnoughAvailable_IsNone()
    {
        Assert.Null(_shortage.Look(10, 10));
        Assert.Null(_shortage.Look(5, 10));
        Assert.False(_shortage.IsOn);
    }

    [Fact]
    public void Look_BelowTheThreshold_BeginsOnce()
    {
        Assert.Equal(new ShortageChange(true, 0.499, "49 % is available, less than 50 %"), _shortage.Look(499, 1000));
        Assert.Null(_shortage.Look(0, 1000));
        Assert.True(_shortage.IsOn);
    }

    [Fact]
    public void Look_BackAtTheThreshold_LastsUntilTheMarginIsThereToo()
    {
        _shortage.Look(0, 100);

        Assert.Null(_shortage.Look(50, 100));
        Assert.Null(_shortage.Look(54, 100));
        Assert.Equal(new ShortageChange(false, 0.56, "56 % is available, 55 % is enough"), _shortage.Look(56, 100));
        Assert.Null(_shortage.Look(50, 100));
    }

    [Fact]
    public void Look_ThresholdNearAll_EndsWhenAllIsThere()
    {
        var shortage = new Shortage(0.99);
        shortage.Look(98, 100);

        Assert.Null(shortage.Look(99, 100));
        Assert.Equal(new ShortageChange(false, 1, "100 % is available, 100 % is enough"), shortage.Look(100, 100));
    }

    [Fact]
    public void Look_NoDestinationsOrNoThreshold_IsNone()
    {
        Assert.Null(_shortage.Look(0, 0));
        Assert.Null(new Shortage(0).Look(0, 100));
    }

    [Fact]
    public void Look_LastDestinationGone_Ends()
    {
        _shortage.Look(0, 100);

        Assert.Equal(new ShortageChange(false, 1, "100 % is available, 55 % is enough"), _shortage.Look(0, 0));
    }
}

using MessageLB.Core.Credit;
using Xunit;

namespace MessageLB.Core.Tests.Credit;

public sealed class CreditWindowTests
{
    [Fact]
    public void New_NothingTaken_HasAllCredit()
    {
        var window = Windows.Of(3);

        AssertBooks(window, limit: 3, inFlight: 0, taken: 0, returned: 0, hasCredit: true);
    }

    [Fact]
    public void TryTake_LimitOfZero_Refuses()
    {
        var window = Windows.Of(0);

        Assert.False(window.TryTake());
        AssertBooks(window, limit: 0, inFlight: 0, taken: 0, returned: 0, hasCredit: false);
    }

    [Fact]
    public void TryTake_WindowFull_RefusesAndCountsNothing()
    {
        var window = Taken(limit: 2, count: 2);

        Assert.False(window.TryTake());
        AssertBooks(window, limit: 2, inFlight: 2, taken: 2, returned: 0, hasCredit: false);
    }

    [Fact]
    public void Return_PartOfWhatIsInFlight_GivesSoMuchBack()
    {
        var window = Taken(limit: 5, count: 5);

        Assert.Equal(2, window.Return(2));
        AssertBooks(window, limit: 5, inFlight: 3, taken: 5, returned: 2, hasCredit: true);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(int.MaxValue)]
    public void Return_MoreThanIsInFlight_GivesBackOnlyThat(int count)
    {
        var window = Taken(limit: 5, count: 3);

        Assert.Equal(3, window.Return(count));
        AssertBooks(window, limit: 5, inFlight: 0, taken: 3, returned: 3, hasCredit: true);
    }

    [Fact]
    public void Return_Zero_ChangesNothing()
    {
        var window = Taken(limit: 5, count: 3);

        Assert.Equal(0, window.Return(0));
        AssertBooks(window, limit: 5, inFlight: 3, taken: 3, returned: 0, hasCredit: true);
    }

    [Fact]
    public void Resize_BelowWhatIsInFlight_RevokesNothingAndGivesNoMore()
    {
        var window = Taken(limit: 5, count: 4);

        window.Resize(2);

        AssertBooks(window, limit: 2, inFlight: 4, taken: 4, returned: 0, hasCredit: false);
        Assert.False(window.TryTake());
        Assert.Equal(2, window.Return(2));
        Assert.False(window.TryTake());
        Assert.Equal(1, window.Return(1));
        Assert.True(window.TryTake());
    }

    [Fact]
    public void Resize_Above_GivesTheDifference()
    {
        var window = Taken(limit: 1, count: 1);

        window.Resize(2);

        Assert.True(window.TryTake());
        Assert.False(window.TryTake());
    }

    [Fact]
    public void Observe_LessThanByTheBooks_GivesTheRestBack()
    {
        var window = Taken(limit: 5, count: 5);

        window.Observe(inFlight: 2, takenBefore: 5);

        AssertBooks(window, limit: 5, inFlight: 2, taken: 5, returned: 3, hasCredit: true);
    }

    [Fact]
    public void Observe_TakenSinceTheLook_StaysInFlight()
    {
        var window = Taken(limit: 5, count: 3);
        var before = window.Taken;
        Assert.True(window.TryTake());
        Assert.True(window.TryTake());

        window.Observe(inFlight: 1, before);

        AssertBooks(window, limit: 5, inFlight: 3, taken: 5, returned: 2, hasCredit: true);
    }

    [Fact]
    public void Observe_MessagesOfOthersInTheQueue_FillTheWindowToo()
    {
        var window = Taken(limit: 5, count: 1);

        window.Observe(inFlight: 8, takenBefore: 1);

        AssertBooks(window, limit: 5, inFlight: 8, taken: 1, returned: -7, hasCredit: false);
    }

    [Fact]
    public void Observe_MoreThanByTheBooks_TakesTheRestBack()
    {
        var window = Taken(limit: 5, count: 4);
        window.Return(4);

        window.Observe(inFlight: 3, takenBefore: 4);

        AssertBooks(window, limit: 5, inFlight: 3, taken: 4, returned: 1, hasCredit: true);
    }

    private static CreditWindow Taken(int limit, int count)
    {
        var window = Windows.Of(limit);
        for (var i = 0; i < count; i++) Assert.True(window.TryTake());
        return window;
    }

    private static void AssertBooks(CreditWindow window, int limit, int inFlight, long taken, long returned, bool hasCredit) =>
        Assert.Equal(
            (limit, inFlight, taken, returned, hasCredit),
            (window.Limit, window.InFlight, window.Taken, window.Returned, window.HasCredit));
}

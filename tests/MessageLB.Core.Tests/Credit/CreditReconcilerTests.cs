using MessageLB.Core.Credit;
using Xunit;

namespace MessageLB.Core.Tests.Credit;

public sealed class CreditReconcilerTests
{
    [Theory]
    [InlineData(new long[] { 5 }, new[] { 0 })]
    [InlineData(new long[] { 5, 5 }, new[] { 0, 0 })]
    [InlineData(new long[] { 5, 5, 5 }, new[] { 0, 0, 5 })]
    [InlineData(new long[] { 5, 2, 9 }, new[] { 0, 0, 2 })] // only what every look showed
    [InlineData(new long[] { 5, 5, 0, 5, 5, 5 }, new[] { 0, 0, 0, 0, 0, 5 })] // one look without a surplus starts anew
    [InlineData(new long[] { 5, 5, -1, 5, 5, 3 }, new[] { 0, 0, 0, 0, 0, 3 })]
    [InlineData(new long[] { 5, 5, 5, 4, 4, 4 }, new[] { 0, 0, 5, 0, 0, 4 })] // what was given back starts anew too
    [InlineData(new[] { long.MaxValue, long.MaxValue, long.MaxValue }, new[] { 0, 0, int.MaxValue })]
    public void Add_Looks_GivesBackWhatThreeInARowShow(long[] surpluses, int[] givenBack)
    {
        var reconciler = new CreditReconciler();

        Assert.Equal(givenBack, surpluses.Select(reconciler.Add));
    }
}

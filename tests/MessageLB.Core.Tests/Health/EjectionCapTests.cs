using MessageLB.Core.Health;
using Xunit;

namespace MessageLB.Core.Tests.Health;

public sealed class EjectionCapTests
{
    [Theory]
    [InlineData(0.5, 1, 0, 1, 0)]
    [InlineData(0.5, 2, 0, 2, 1)]
    [InlineData(0.5, 3, 0, 3, 1)]
    [InlineData(0.5, 4, 0, 4, 2)]
    [InlineData(0.5, 10, 3, 7, 2)]
    [InlineData(0.5, 10, 5, 5, 0)]
    [InlineData(0.5, 10, 7, 3, 0)]
    [InlineData(0.29, 100, 0, 100, 29)]
    [InlineData(0, 100, 0, 100, 1)]
    [InlineData(0, 100, 1, 99, 0)]
    [InlineData(1, 10, 0, 10, 9)]
    public void Room_ShareOfTheGroup_IsRoundedDownAndAtLeastOne(double share, int destinations, int ejected, int working, int expected) =>
        Assert.Equal(expected, EjectionCap.Room(share, destinations, ejected, working));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(4, 3)]
    [InlineData(9, 5)]
    public void Room_OthersAreLost_LeavesOneThatWorks(int working, int expected) =>
        Assert.Equal(expected, EjectionCap.Room(0.5, 10, 0, working));
}

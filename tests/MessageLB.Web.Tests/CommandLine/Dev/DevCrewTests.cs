using MessageLB.CommandLine.Commands.Dev;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Dev;

public sealed class DevCrewTests
{
    [Fact]
    public void Create_NothingSaid_IsOneFastTwoAlikeOneSlow()
    {
        Assert.Equal(
            [new("a", 2, null), new("b", 1, null), new("c", 1, null), new("d", 0.5, null)],
            DevCrew.Create(null, null, null));
    }

    [Fact]
    public void Create_WeightsWithoutSpeeds_MakeWorkersAsFastAsTheyWeigh()
    {
        Assert.Equal([new("a", 1.5, 5), new("b", 0.9, 3), new("c", 0.6, 2)], DevCrew.Create(null, null, [5, 3, 2]));
    }

    [Fact]
    public void Create_SpeedsAndWeights_AreTakenAsTheyAre()
    {
        Assert.Equal([new("a", 1, 0), new("b", 4, 7)], DevCrew.Create(2, [1, 4], [0, 7]));
    }

    [Theory]
    [InlineData(0, "a")]
    [InlineData(25, "z")]
    [InlineData(26, "aa")]
    [InlineData(53, "bb")]
    public void NameOf_AnyIndex_IsLetters(int index, string name)
    {
        Assert.Equal(name, DevCrew.NameOf(index));
    }
}

using MessageLB.Core.Failover;
using Xunit;

namespace MessageLB.Core.Tests.Failover;

public sealed class LastResortTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(2_000_000_000);

    [Theory]
    [InlineData(60, 5, null, 5)]
    [InlineData(60, 5, -21, 20)] // 21 s ago, and of that second the end
    [InlineData(60, 5, -100, 60)] // nobody has been missed for longer than that
    [InlineData(60, 5, -3, 5)] // published by a clock that is behind ours
    [InlineData(60, 5, 0, 5)]
    [InlineData(60, 5, 100, 5)] // in the future
    [InlineData(60, 5, -1_999_999_990, 5)] // milliseconds taken for seconds, or none
    [InlineData(3, 5, null, 3)]
    public void Waited_Message_IsTheTimeThatIsSure(double nobody, double fetched, int? publishedBefore, double expected)
    {
        long? timestamp = publishedBefore is { } seconds ? Now.ToUnixTimeSeconds() + seconds : null;

        var waited = LastResort.Waited(TimeSpan.FromSeconds(nobody), TimeSpan.FromSeconds(fetched), timestamp, Now);

        Assert.Equal(TimeSpan.FromSeconds(expected), waited);
    }

    [Theory]
    [InlineData(null, "a", false)]
    [InlineData("", "a", false)]
    [InlineData("a", "a", true)]
    [InlineData("b,a", "a", true)]
    [InlineData("ab,c", "a", false)]
    [InlineData("A", "a", false)]
    public void HasLeft_Trail_NamesWholeGroups(string? trail, string group, bool expected) => Assert.Equal(expected, LastResort.HasLeft(trail, group));

    [Fact]
    public void Extend_Trail_KeepsTheOrder()
    {
        Assert.Equal("a", LastResort.Extend(null, "a"));
        Assert.Equal("a,b", LastResort.Extend("a", "b"));
    }
}

using MessageLB.Core.Configuration;
using Xunit;

namespace MessageLB.Core.Tests.Configuration;

public sealed class StatusRangeTests
{
    [Theory]
    [InlineData("200-399", 200, 399)]
    [InlineData("204", 204, 204)]
    [InlineData(" 200 - 299 ", 200, 299)]
    [InlineData("100-599", 100, 599)]
    public void TryParse_Range_IsRead(string text, int lowest, int highest)
    {
        Assert.True(StatusRange.TryParse(text, out var range, out _));

        Assert.Equal(new StatusRange(lowest, highest), range);
        Assert.True(StatusRange.TryParse(range.ToString(), out var again, out _));
        Assert.Equal(range, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ok")]
    [InlineData("99")]
    [InlineData("600")]
    [InlineData("200-")]
    [InlineData("200-300-400")]
    [InlineData("-200")]
    public void TryParse_Other_IsRefused(string text)
    {
        Assert.False(StatusRange.TryParse(text, out _, out var problem));

        Assert.Equal("is no range of status codes: write 200-399, or one code such as 204", problem);
    }

    [Fact]
    public void TryParse_TurnedRound_SaysTheRightWay()
    {
        Assert.False(StatusRange.TryParse("399-200", out _, out var problem));

        Assert.Equal("begins after its end: write 200-399", problem);
    }

    [Fact]
    public void Contains_Ends_AreInside()
    {
        var range = StatusRange.Default;

        Assert.Equal((false, true, true, false), (range.Contains(199), range.Contains(200), range.Contains(399), range.Contains(400)));
    }
}

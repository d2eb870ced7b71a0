using MessageLB.Core.Configuration;
using Xunit;

namespace MessageLB.Core.Tests.Configuration;

public sealed class ClusterAddressTests
{
    [Theory]
    [InlineData("amqp://host", "amqp://host", "")]
    [InlineData("amqp://bob:pw@a:1/v", "amqp://bob:pw@a:1/v", "")]
    [InlineData("amqp://a,b", "amqp://a", "b")]
    [InlineData("amqp://bob:pw@a:1,b,[::1]:3/v", "amqp://bob:pw@a:1/v", "b [::1]:3")]
    [InlineData("amqps://bob:p,w@a:1,b:2", "amqps://bob:p,w@a:1", "b:2")]
    [InlineData("amqp://a:1,b:2/v,w", "amqp://a:1/v,w", "b:2")]
    [InlineData("amqp://a?x=b,c@d", "amqp://a?x=b,c@d", "")]
    public void TryParse_Address_TakesTheHostsApart(string text, string first, string further)
    {
        Assert.True(ClusterAddress.TryParse(text, out var address));

        Assert.Equal(first, address.Uri.OriginalString);
        Assert.Equal(further, string.Join(' ', address.Hosts));
        Assert.Equal(text, address.Text);
    }

    [Theory]
    [InlineData("a,b")]
    [InlineData("amqp://a,")]
    [InlineData("amqp://,b")]
    [InlineData("amqp://a,b:port")]
    [InlineData("amqp://bob:pw@a,bob:pw@b")]
    [InlineData("amqp://a, b")]
    [InlineData("amqp://a:x,b")]
    public void TryParse_OneHostIsNone_Refuses(string text) => Assert.False(ClusterAddress.TryParse(text, out _));

    [Fact]
    public void ToString_Login_IsHidden()
    {
        Assert.True(ClusterAddress.TryParse("amqp://bob:pw@a:1,b:2/v", out var address));

        Assert.Equal("amqp://***@a:1,b:2/v", address.ToString());
    }
}

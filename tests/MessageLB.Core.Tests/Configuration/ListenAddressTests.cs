using MessageLB.Core.Configuration;
using Xunit;

namespace MessageLB.Core.Tests.Configuration;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:8080", "127.0.0.1", 8080, true)]
    [InlineData("[::1]:8080", "::1", 8080, true)]
    [InlineData("localhost:0", "localhost", 0, true)]
    [InlineData("LOCALHOST:1", "localhost", 1, true)]
    [InlineData("0.0.0.0:65535", "0.0.0.0", 65535, false)]
    [InlineData("[::]:80", "::", 80, false)]
    [InlineData("*:80", "*", 80, false)]
    [InlineData("192.168.1.2:80", "192.168.1.2", 80, false)]
    public void TryParse_AddressAndPort_IsRead(string text, string host, int port, bool loopback)
    {
        Assert.True(ListenAddress.TryParse(text, out var address, out var problem), problem);

        Assert.Equal(new ListenAddress(host, port), address);
        Assert.Equal(loopback, address.IsLoopback);
        Assert.Equal(text.ToLowerInvariant(), address.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("8080")]
    [InlineData(":8080")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("127.0.0.1:-1")]
    [InlineData("127.1:80")]
    [InlineData("1:80")]
    [InlineData("::1:80")]
    [InlineData("[127.0.0.1]:80")]
    [InlineData("example.org:80")]
    [InlineData("http://127.0.0.1:80")]
    public void TryParse_AnythingElse_HintsAtTheForm(string? text)
    {
        Assert.False(ListenAddress.TryParse(text, out var address, out var problem));

        Assert.Equal(default, address);
        Assert.Equal("is not an address to listen on: write an IP address and a port, such as 127.0.0.1:8080, [::1]:8080 or *:8080", problem);
    }
}

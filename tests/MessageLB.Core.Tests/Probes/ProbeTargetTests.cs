using MessageLB.Core.Probes;
using Xunit;

namespace MessageLB.Core.Tests.Probes;

/// <summary>Addresses with a destination's name in them.</summary>
public sealed class ProbeTargetTests
{
    [Theory]
    [InlineData("http://{destination}.workers:8080/healthz", "a", "http://a.workers:8080/healthz")]
    [InlineData("https://{destination}/", "worker-1", "https://worker-1/")]
    [InlineData("http://health.local/{destination}?deep=1", "A9", "http://health.local/A9?deep=1")]
    [InlineData("http://10.0.0.5:8080/{destination}", "7", "http://10.0.0.5:8080/7")]
    [InlineData("http://127.0.0.1:9/x", "a_b", "http://127.0.0.1:9/x")]
    [InlineData("http://{destination}.workers/", "2130706433", "http://2130706433.workers/")]
    public void For_PlainLabel_IsPutIn(string template, string name, string expected)
    {
        Assert.True(ProbeTarget.TryHttp(template, out var target, out _));

        Assert.Equal(expected, target!.For(name, out var refusal)?.AbsoluteUri);
        Assert.Null(refusal);
    }

    [Theory]
    [InlineData("a_b")]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("a.b")]
    [InlineData("a/b")]
    [InlineData("a@b")]
    [InlineData("a:1")]
    [InlineData("")]
    [InlineData("ä")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void For_OtherName_IsRefused(string name)
    {
        Assert.True(ProbeTarget.TryHttp("http://{destination}:80/", out var target, out _));

        Assert.Null(target!.For(name, out var refusal));
        Assert.Equal($"the name '{name}' cannot be put into 'http://{{destination}}:80/': it is no host label (1 to 63 of a-z, 0-9 and -, which neither begins nor ends it)", refusal);
    }

    [Theory]
    [InlineData("http://{destination}:80/", "2130706433")]
    [InlineData("http://{destination}:80/", "0x7f000001")]
    [InlineData("http://10.0.0.{destination}/", "5")]
    public void For_NameThatMakesAnIpAddress_IsRefused(string template, string name)
    {
        Assert.True(ProbeTarget.TryHttp(template, out var target, out _));

        Assert.Null(target!.For(name, out var refusal));
        Assert.Equal($"the name '{name}' put into '{template}' makes no host name", refusal);
    }

    [Theory]
    [InlineData("ftp://a/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://{destination}/")]
    [InlineData("{destination}://a/")]
    [InlineData("http://a:{destination}/")]
    [InlineData("http:///x")]
    [InlineData("a:80")]
    [InlineData("")]
    public void TryHttp_NoAddress_IsRefused(string url)
    {
        Assert.False(ProbeTarget.TryHttp(url, out _, out var problem));

        Assert.Equal("is no address of a probe: write http://{destination}:8080/path, or https://", problem);
    }

    [Theory]
    [InlineData("http://u:p@a/", "must not hold a login: use 'authorization_file' or 'authorization_env'")]
    [InlineData("http://{destination}@a/", "must not hold a login: use 'authorization_file' or 'authorization_env'")]
    [InlineData("http://a/#x", "must not hold a fragment ('#…'): it would not be sent")]
    public void TryHttp_MoreThanAnAddress_IsRefused(string url, string expected)
    {
        Assert.False(ProbeTarget.TryHttp(url, out _, out var problem));

        Assert.Equal(expected, problem);
    }

    [Theory]
    [InlineData("{destination}.workers:8080", "a.workers", 8080)]
    [InlineData("10.0.0.5:22", "10.0.0.5", 22)]
    [InlineData("[::1]:22", "[::1]", 22)]
    public void TryTcp_HostAndPort_IsTaken(string address, string host, int port)
    {
        Assert.True(ProbeTarget.TryTcp(address, out var target, out _));

        var uri = target!.For("a", out _)!;
        Assert.Equal((host, port), (uri.Host, uri.Port));
        Assert.Equal($"{host}:{port}", ProbeTarget.Describe(uri));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a:0")]
    [InlineData("a:70000")]
    [InlineData(":80")]
    [InlineData("a:80/x")]
    [InlineData("u@a:80")]
    [InlineData("tcp://a:80")]
    public void TryTcp_Other_IsRefused(string address)
    {
        Assert.False(ProbeTarget.TryTcp(address, out _, out var problem));

        Assert.Equal("is no address of a probe: write {destination}:8080, a host and a port", problem);
    }

    [Fact]
    public void Describe_Query_IsNotShown() => Assert.Equal("http://a:81/x", ProbeTarget.Describe(new Uri("http://a:81/x?token=secret")));
}

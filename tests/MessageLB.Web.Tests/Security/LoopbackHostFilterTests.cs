using System.Net;
using MessageLB.Web.Tests.Fakes;
using Xunit;

namespace MessageLB.Web.Tests.Security;

public sealed class LoopbackHostFilterTests
{
    [Theory]
    [InlineData("localhost:8080", HttpStatusCode.OK)]
    [InlineData("LOCALHOST", HttpStatusCode.OK)]
    [InlineData("127.0.0.1:1", HttpStatusCode.OK)]
    [InlineData("[::1]:8080", HttpStatusCode.OK)]
    [InlineData("messagelb.example", HttpStatusCode.OK)]
    [InlineData("evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("127.0.0.1.evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("10.0.0.1", HttpStatusCode.MisdirectedRequest)]
    public async Task Get_HostHeader_IsServedOnlyIfItIsThisMachine(string name, HttpStatusCode expected)
    {
        await using var host = await WebHost.StartAsync(configure: o => o.AllowedHosts.Add("messagelb.example"));

        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live") { Headers = { Host = name } };
        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.StatusCode);
    }
}

using System.Net;
using MessageLB.Core.Groups;
using MessageLB.Web.Tests.Fakes;
using Xunit;

namespace MessageLB.Web.Tests.Administration;

public sealed class AdministrationEndpointTests
{
    [Theory]
    [InlineData("drain", AdministrativeState.Draining)]
    [InlineData("maintenance", AdministrativeState.Maintenance)]
    [InlineData("resume", AdministrativeState.Active)]
    public async Task Post_Verb_SaysItAndAnswersWithTheDestination(string verb, AdministrativeState state)
    {
        await using var host = await WebHost.StartAsync();

        using var response = await host.Client.PostAsync($"/api/v1/groups/orders/destinations/b/{verb}", null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.StartsWith("""{"name":"b","state":"lost","health":"unhealthy",""", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal([("orders", "b", state, "the HTTP API")], host.Administration.Said);
    }

    [Theory]
    [InlineData("/api/v1/groups/nobody/destinations/a/drain", """{"type":"urn:messagelb:error:unknown-group","title":"Unknown group","status":404,"detail":"There is no group 'nobody'; the groups are orders."}""")]
    [InlineData("/api/v1/groups/orders/destinations/c/drain", """{"type":"urn:messagelb:error:unknown-destination","title":"Unknown destination","status":404,"detail":"The group 'orders' has no destination 'c'; it has a, b."}""")]
    public async Task Post_Stranger_IsAnsweredWithAProblem(string path, string expected)
    {
        await using var host = await WebHost.StartAsync();

        using var response = await host.Client.PostAsync(path, null, TestContext.Current.CancellationToken);

        Assert.Equal(expected, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Empty(host.Administration.Said);
    }

    [Fact]
    public async Task Post_PageOfAnotherOrigin_IsRefused()
    {
        await using var host = await WebHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/groups/orders/destinations/a/drain");
        request.Headers.Add("Origin", "https://elsewhere.example");

        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Empty(host.Administration.Said);
    }
}

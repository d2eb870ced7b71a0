using System.Net;
using MessageLB.Web.Tests.Fakes;
using Xunit;

namespace MessageLB.Web.Tests.Adjustment;

public sealed class AdjustmentEndpointTests
{
    private const string Orders =
        """{"group":"orders","active":true,"inactive":null,"interval_s":60,"weights":[{"destination":"a","configured":100,"effective":50,"factor":0.5,"learned":false},"""
        + """{"destination":"b","configured":2,"effective":8,"factor":4,"learned":true}],"adjustments":["""
        + """{"destination":"a","ago_s":2.5,"configured":100,"from":100,"to":50,"cause":"performance","relative":0.25,"health":1,"service_time_ms":40,"concurrency":4,"messages":312,"reason":"for its weight it can do 0.25 of what the middle of 4 can"},"""
        + """{"destination":"b","ago_s":60,"configured":2,"from":2,"to":8,"cause":"learned","relative":null,"health":null,"service_time_ms":null,"concurrency":null,"messages":0,"reason":"learned before the restart"}]}""";

    private const string Mails = """{"group":"mails","active":false,"inactive":"dynamic_adjustment is off","interval_s":60,"weights":[],"adjustments":[]}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("orders", Orders)]
    [InlineData("mails", Mails)]
    public async Task Get_Group_TellsWeightsAndAdjustments(string group, string expected)
    {
        await using var host = await WebHost.StartAsync();
        host.Status.Adjustments = AdjustmentPictures.Groups();

        using var response = await host.Client.GetAsync($"/api/v1/groups/{group}/adjustments", Token);

        Assert.Equal(expected, await response.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task Get_UnknownGroup_IsNotFoundAndTellsTheKnownOnes()
    {
        await using var host = await WebHost.StartAsync();
        host.Status.Adjustments = AdjustmentPictures.Groups();

        using var response = await host.Client.GetAsync("/api/v1/groups/order/adjustments", Token);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("orders, mails", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reset_Group_PutsTheConfiguredWeightsBack()
    {
        await using var host = await WebHost.StartAsync();

        using var response = await host.Client.PostAsync("/api/v1/groups/orders/weights/reset", null, Token);

        Assert.Equal("""{"group":"orders","reset":2}""", await response.Content.ReadAsStringAsync(Token));
        Assert.Equal([("orders", "the HTTP API")], host.Administration.Resets);
    }

    [Fact]
    public async Task Reset_UnknownGroup_IsNotFound()
    {
        await using var host = await WebHost.StartAsync();

        using var response = await host.Client.PostAsync("/api/v1/groups/order/weights/reset", null, Token);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(host.Administration.Resets);
    }

    [Fact]
    public async Task Reset_PageOfAnotherOrigin_IsRefused()
    {
        await using var host = await WebHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/groups/orders/weights/reset");
        request.Headers.Add("Origin", "https://elsewhere.example");

        using var response = await host.Client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Empty(host.Administration.Resets);
    }
}

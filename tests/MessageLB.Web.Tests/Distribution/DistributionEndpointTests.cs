using System.Net;
using MessageLB.Web.Tests.Fakes;
using Xunit;

namespace MessageLB.Web.Tests.Distribution;

public sealed class DistributionEndpointTests
{
    private const string Orders =
        """{"name":"orders","policy":"round_robin","basis":"equal","windows":[{"window_s":60,"over_s":57.5,"handed":1000,"compared":1000,"fairness":0.8,"imbalance":0.25,"imbalance_over_time":[null,0.25]"""
        + ""","failed_over":0.125,"prediction_error":0.0333,"destinations":[{"name":"a","handed":750,"actual":0.75,"compared":0.75,"expected":0.5,"low":0.7027,"high":0.7921,"skewed":true}"""
        + """,{"name":"b","handed":250,"actual":0.25,"compared":0.25,"expected":0.5,"low":0.2079,"high":0.2973,"skewed":true}]}]}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/v1/distribution", """{"groups":[""" + Orders + """,{"name":"mails","policy":"response_time","basis":"none","windows":[]}]}""")]
    [InlineData("/api/v1/groups/orders/distribution", Orders)]
    public async Task Get_KnownPath_TellsEachWindow(string path, string expected)
    {
        await using var host = await WebHost.StartAsync();
        host.Status.Distribution = DistributionPictures.Groups();

        using var response = await host.Client.GetAsync(path, Token);

        Assert.Equal(expected, await response.Content.ReadAsStringAsync(Token));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Get_UnknownGroup_IsNotFoundAndTellsTheKnownOnes()
    {
        await using var host = await WebHost.StartAsync();
        host.Status.Distribution = DistributionPictures.Groups();

        using var response = await host.Client.GetAsync("/api/v1/groups/order/distribution", Token);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("orders", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }
}

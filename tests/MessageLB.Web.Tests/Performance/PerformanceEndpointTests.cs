using System.Net;
using MessageLB.Web.Tests.Fakes;
using Xunit;

namespace MessageLB.Web.Tests.Performance;

public sealed class PerformanceEndpointTests
{
    private const string Window =
        """{"window_s":60,"over_s":57.5,"handed":120,"done":110,"failed":5,"throughput_per_second":{"value":2,"trend":null,"trend_per_minute":null,"anomalous":false}"""
        + ""","service_time_ms":{"value":5.25,"trend":"rising","trend_per_minute":12.5,"anomalous":true},"service_time_p50_ms":{"value":4,"trend":null,"trend_per_minute":null,"anomalous":false}"""
        + ""","service_time_p95_ms":{"value":11,"trend":"rising","trend_per_minute":1,"anomalous":true},"service_time_p99_ms":{"value":41,"trend":null,"trend_per_minute":null,"anomalous":true},"error_rate":{"value":0.0435,"trend":null,"trend_per_minute":null,"anomalous":false}"""
        + ""","availability":{"value":0.9,"trend":"falling","trend_per_minute":-0.1,"anomalous":false}}""";

    private const string Orders = """{"name":"orders","windows":[""" + Window + """],"destinations":[{"name":"a","windows":[""" + Window + """]},{"name":"new","windows":[]}]}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/v1/performance", """{"groups":[""" + Orders + """,{"name":"mails","windows":[],"destinations":[]}]}""")]
    [InlineData("/api/v1/groups/orders/performance", Orders)]
    public async Task Get_KnownPath_TellsEachWindow(string path, string expected)
    {
        await using var host = await WebHost.StartAsync();
        host.Status.Performance = PerformancePictures.Groups();

        using var response = await host.Client.GetAsync(path, Token);

        Assert.Equal(expected, await response.Content.ReadAsStringAsync(Token));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Get_UnknownGroup_IsNotFoundAndTellsTheKnownOnes()
    {
        await using var host = await WebHost.StartAsync();
        host.Status.Performance = PerformancePictures.Groups();

        using var response = await host.Client.GetAsync("/api/v1/groups/order/performance", Token);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("orders", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }
}

using System.Net;
using System.Text.Json;
using MessageLB.Web.Api;
using MessageLB.Web.Tests.Fakes;
using Xunit;

namespace MessageLB.Web.Tests.Recommending;

public sealed class RecommendationEndpointTests
{
    private const string Mails =
        """{"name":"mails","policy":"round_robin","window":"auto","adjusts":false,"objective_ms":1000,"over_s":0,"settled":0,"hand_over_ms":0,"dispatchers":1,"ingress_ready":null"""
        + ""","not_simulated":[],"destinations":[],"findings":[],"unclear":"the group has no destinations"}""";

    private const string DestinationB =
        """{"name":"b","gets_messages":true,"reason":null,"concurrency":4,"instances":1,"weight":1,"weight_of_worker":false,"weight_factor":1,"window":"auto","worker_limit":500,"window_now":64,"cost":1"""
        + ""","over_s":300,"settled":30000,"failed":600,"busy_ms":150000,"in_flight_ms":0,"service_time_ms":5,"feedback_ms":1,"p50_ms":null,"p99_ms":null}""";

    private const string FindingOfWeights =
        """{"kind":"weights_off","summary":"weights say something else than what workers can do: a has 1 and can do 200/s, b has 1 and can do 800/s","remedy":"set the weights to a 1, b 4"}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Get_Group_TellsWhatIsKnownAndWhatStandsOut()
    {
        await using var host = await StartAsync();

        var answer = await host.Client.GetStringAsync("/api/v1/groups/orders/recommendations", Token);

        Assert.Contains(DestinationB, answer, StringComparison.Ordinal);
        Assert.Contains(FindingOfWeights, answer, StringComparison.Ordinal);
        Assert.EndsWith(""","unclear":null}""", answer, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromMinutes(5), host.Status.AskedWindow);
    }

    [Fact]
    public async Task Get_AllGroups_TellsEach()
    {
        await using var host = await StartAsync();

        var answer = await host.Client.GetStringAsync("/api/v1/recommendations?window=1h", Token);

        Assert.StartsWith("""{"groups":[{"name":"orders",""", answer, StringComparison.Ordinal);
        Assert.EndsWith($"{Mails}]}}", answer, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromHours(1), host.Status.AskedWindow);
    }

    [Fact]
    public async Task ToSituation_OfAnAnswer_IsWhatTheDispatcherKnew()
    {
        await using var host = await StartAsync();
        var known = SituationPictures.Orders(ingressReady: 17);
        host.Status.Situations.Clear();
        host.Status.Situations.Enqueue([known]);

        var answer = await host.Client.GetStringAsync("/api/v1/groups/orders/recommendations", Token);
        var read = JsonSerializer.Deserialize(answer, ApiJsonContext.Readable.SituationResponse)!.ToSituation();

        Assert.Equal(known.Destinations, read.Destinations);
        Assert.Equal(known.NotSimulated, read.NotSimulated);
        Assert.Equal(known with { Destinations = [], NotSimulated = [] }, read with { Destinations = [], NotSimulated = [] });
    }

    [Fact]
    public async Task Get_UnknownGroup_SaysWhichWasProbablyMeant()
    {
        await using var host = await StartAsync();

        using var response = await host.Client.GetAsync("/api/v1/groups/order/recommendations", Token);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("There is no group 'order'; the groups are orders, mails. Did you mean 'orders'?", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/recommendations?window=10m", "10m")]
    [InlineData("/api/v1/groups/orders/recommendations?window=soon", "soon")]
    public async Task Get_OtherWindow_IsRefused(string path, string written)
    {
        await using var host = await StartAsync();

        using var response = await host.Client.GetAsync(path, Token);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains($"\\\"{written}\\\" is none of the windows: must be 1m, 5m or 1h", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    private static async Task<WebHost> StartAsync()
    {
        var host = await WebHost.StartAsync();
        host.Status.Situations.Enqueue(SituationPictures.Groups());
        return host;
    }
}

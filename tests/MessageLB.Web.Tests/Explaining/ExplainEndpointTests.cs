using System.Net;
using MessageLB.Web.Tests.Fakes;
using Xunit;

namespace MessageLB.Web.Tests.Explaining;

public sealed class ExplainEndpointTests
{
    private const string Decisions =
        """{"decisions":[{"message_id":"m-17","routing_key":"order.new","kind":"invoice","time":"2031-02-03T04:05:06.789+00:00","group":"orders","policy":"response_time","snapshot_version":3,"winner":"a","because":"it has the smallest score","held_ms":1200,"shadow":"b","candidates":["""
        + """{"name":"a","score":5E-05,"in_flight":3,"window":12,"weight":100,"concurrency":4,"service_time_ms":5,"measured":true,"expected_ms":5},"""
        + """{"name":"b","score":0.0002,"in_flight":7,"window":12,"weight":100,"concurrency":4,"service_time_ms":10,"measured":false,"expected_ms":20},"""
        + """{"name":"c","score":null,"in_flight":0,"window":4,"weight":1000,"concurrency":0,"service_time_ms":null,"measured":false,"expected_ms":null}],"excluded":["""
        + """{"name":"d","cause":"no_credit","state":"ready","reason":"12 of 12 in flight","in_flight":12,"window":12,"weight":100},"""
        + """{"name":"e","cause":"not_ready","state":"lost","reason":"no heartbeat for 2.6 s (limit 2.5 s)","in_flight":2,"window":4,"weight":100}],"left_out":0}]}""";

    [Theory]
    [InlineData("/api/v1/explain/m-17")]
    [InlineData("/api/v1/explain")]
    [InlineData("/api/v1/explain?group=orders&count=20&seconds=5")]
    public async Task Get_SomethingToExplain_TellsEverything(string path)
    {
        await using var host = await WebHost.StartAsync();

        using var response = await host.Client.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(Decisions, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
    }

    [Theory]
    [InlineData("", 20, 5)]
    [InlineData("?group=orders&count=1&seconds=0.5", 1, 0.5)]
    [InlineData("?count=100&seconds=60", 100, 60)]
    public async Task Get_Sample_AsksForWhatTheQuerySays(string query, int count, double seconds)
    {
        await using var host = await WebHost.StartAsync();

        await host.Client.GetStringAsync($"/api/v1/explain{query}", TestContext.Current.CancellationToken);

        Assert.Equal([("orders", count, TimeSpan.FromSeconds(seconds))], host.Explanations.Asked);
    }

    [Fact]
    public async Task Get_NothingDecided_IsAnEmptyList()
    {
        await using var host = await WebHost.StartAsync();
        host.Explanations.Sample = [];

        Assert.Equal("""{"decisions":[]}""", await host.Client.GetStringAsync("/api/v1/explain", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Get_MessageIdWithSlashesAndBlanks_IsFound()
    {
        await using var host = await WebHost.StartAsync();
        host.Explanations.Messages["orders/2031 7"] = [Pictures.Decision()];

        Assert.Equal(Decisions, await host.Client.GetStringAsync("/api/v1/explain/orders/2031%207", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Get_SeveralGroups_WantsOneNamed()
    {
        await using var host = await WebHost.StartAsync();
        host.Status.Current = Pictures.Dispatcher() with { Groups = [Pictures.Group(), Pictures.Group() with { Name = "bills" }] };

        await ProblemAsync(host, "/api/v1/explain", 400, """{"type":"urn:messagelb:error:bad-request","title":"Bad request","status":400,"detail":"The parameter group is missing: write one of orders, bills."}""");
    }

    [Theory]
    [InlineData("/api/v1/explain/nothing", 404, """{"type":"urn:messagelb:error:unknown-message","title":"No explanation of this message","status":404,"detail":"Nothing is remembered of the message 'nothing'. Only messages with the header messagelb-debug: 1 and a message id of their own are, for 15 minutes after their last decision, by the dispatcher that routed them, and only the latest 1,000."}""")]
    [InlineData("/api/v1/explain?group=nobody", 404, """{"type":"urn:messagelb:error:unknown-group","title":"Unknown group","status":404,"detail":"There is no group 'nobody'; the groups are orders."}""")]
    [InlineData("/api/v1/explain?grp=orders&count=0&seconds=61", 400, """{"type":"urn:messagelb:error:bad-request","title":"Bad request","status":400,"detail":"There is no parameter 'grp'; there are group, count, seconds. The parameter count is '0'; write a whole number from 1 to 100. The parameter seconds is '61'; write a number from 0.1 to 60."}""")]
    [InlineData("/api/v1/explain?count=many&seconds=-1", 400, """{"type":"urn:messagelb:error:bad-request","title":"Bad request","status":400,"detail":"The parameter count is 'many'; write a whole number from 1 to 100. The parameter seconds is '-1'; write a number from 0.1 to 60."}""")]
    public async Task Get_SomethingWrong_IsAnsweredWithAProblem(string path, int status, string expected)
    {
        await using var host = await WebHost.StartAsync();

        await ProblemAsync(host, path, status, expected);
        Assert.Empty(host.Explanations.Asked);
    }

    [Fact]
    public async Task Get_TooManyAsk_SaysWhenToAskAgain()
    {
        await using var host = await WebHost.StartAsync();
        host.Explanations.Sample = null;

        using var response = await host.Client.GetAsync("/api/v1/explain", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("1", response.Headers.RetryAfter?.ToString());
    }

    private static async Task ProblemAsync(WebHost host, string path, int status, string expected)
    {
        using var response = await host.Client.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(expected, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }
}

using System.Net;
using MessageLB.Dispatcher.Status;
using MessageLB.Web.Tests.Fakes;
using Xunit;

namespace MessageLB.Web.Tests.Api;

public sealed class GroupEndpointTests
{
    private const string Group =
        """{"name":"orders","policy":"response_time","routes":["order.#"],"received":1005,"routed":1000,"returned":2,"refused":1,"rejected":2,"waiting":true,"fault":null,"ingress_ready":17,"destinations":["""
        + """{"name":"a","state":"ready","health":"healthy","administrative":"active","reason":null,"level":1,"instances":2,"weight":100,"concurrency":8,"window":12,"in_flight":5,"handed":750,"done":740,"failed":5,"share":0.75,"service_time_ms":5.25,"service_time_ms_by_kind":{"resize":1.125,"":9},"latency_ms":{"p50":4,"p99":20.5},"last_seen_ms":300,"tier":0,"ramp":1,"configured_weight":100,"weight_factor":1,"rescuing":false},"""
        + """{"name":"b","state":"lost","health":"unhealthy","administrative":"active","reason":"its queue has no consumer","level":0,"instances":0,"weight":50,"concurrency":0,"window":4,"in_flight":0,"handed":250,"done":0,"failed":0,"share":0.25,"service_time_ms":null,"service_time_ms_by_kind":{},"latency_ms":{"p50":null,"p99":null},"last_seen_ms":null,"tier":0,"ramp":1,"configured_weight":100,"weight_factor":0.5,"rescuing":true,"probe":{"state":"failing","last_ms":1.5,"reason":"b:80: connection refused"}}],"tier":0,"duplicates":6,"frames":12,"framed":96,"learning":false,"shortage":null,"rules":"""
        + """{"forwards":[{"target":"orders-eu","forwarded":40,"returned":1,"refused":0}],"tenants":[{"name":"other","waiting":3,"handed":900,"delayed":0,"refused":0},{"name":"gold","waiting":0,"handed":100,"delayed":7,"refused":2}],"sticky":"""
        + """{"keys":60,"learned":65,"hits":400,"moved":5,"elsewhere":9,"waits":11},"order":{"slots":1024,"busy":40,"waiting":3,"moves":12,"is_learning":false,"hottest":[{"slot":7,"destination":"a","share":0.25,"in_flight":2}]}},"shadow":null}""";

    [Theory]
    [InlineData("/api/v1/groups", """{"groups":[""" + Group + "]}")]
    [InlineData("/api/v1/groups/orders", Group)]
    [InlineData("/api/v1/status", """{"dispatcher":"dispatcher-1","version":"9.8.7","uptime_ms":61500,"broker":{"transport":"rabbitmq","address":"amqp://broker:5672/","connected":true,"blocked":null,"fault":null,"sessions":3},"heartbeats":{"accepted":120,"rejected":4},"dispatchers":[{"id":"dispatcher-1","state":"ready","started_at":"2026-11-26T08:00:00+00:00","groups":1,"last_seen_ms":null},{"id":"dispatcher-2","state":"ready","started_at":null,"groups":2,"last_seen_ms":250}],"dispatcher_messages":{"accepted":240,"rejected":1},"groups":[""" + Group + "]}")]
    public async Task Get_KnownPath_TellsEverything(string path, string expected)
    {
        await using var host = await WebHost.StartAsync();

        using var response = await host.Client.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(expected, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task Get_GroupWithShadow_TellsItsComparison()
    {
        await using var host = await WebHost.StartAsync();
        host.Status.Current = Pictures.Dispatcher() with { Groups = [Pictures.Group() with { Destinations = [], Rules = null, Shadow = Pictures.Shadow() }] };

        var answer = await host.Client.GetStringAsync("/api/v1/groups/orders", TestContext.Current.CancellationToken);

        Assert.EndsWith(
            """"destinations":[],"tier":0,"duplicates":6,"frames":12,"framed":96,"learning":false,"shortage":null,"shadow":{"policy":"least_connections","agreed":750,"differed":250,"failed":0,"agreement":0.75,"mean_gain_ms":1.5}}"""", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_GroupInHoldMode_TellsWhatIsInHold()
    {
        await using var host = await WebHost.StartAsync();
        host.Status.Current = Pictures.Dispatcher() with { Groups = [Pictures.Group() with { Destinations = [], Rules = null, Hold = new HoldStatus(12, 3072, 1, 0) }] };

        var answer = await host.Client.GetStringAsync("/api/v1/groups/orders", TestContext.Current.CancellationToken);

        Assert.EndsWith(
            """"destinations":[],"tier":0,"duplicates":6,"frames":12,"framed":96,"learning":false,"shortage":null,"hold":{"messages":12,"bytes":3072,"late_results":1,"rejected_reports":0},"shadow":null}"""", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_NobodyIsLeft_TellsWhatBecomesOfMessages()
    {
        await using var host = await WebHost.StartAsync();
        var group = Pictures.Group() with { Destinations = [], Rules = null, Tier = null, Nobody = "messages go to group 'standby'", Fallbacks = [new ForwardStatus("standby", 12, 1, 0)] };
        host.Status.Current = Pictures.Dispatcher() with { Groups = [group] };

        var answer = await host.Client.GetStringAsync("/api/v1/groups/orders", TestContext.Current.CancellationToken);

        Assert.EndsWith(
            """"destinations":[],"tier":null,"duplicates":6,"frames":12,"framed":96,"learning":false,"shortage":null,"nobody":"messages go to group 'standby'","fallbacks":[{"target":"standby","forwarded":12,"returned":1,"refused":0}],"shadow":null}"""", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/api/v1/groups/nobody", 404, """{"type":"urn:messagelb:error:unknown-group","title":"Unknown group","status":404,"detail":"There is no group 'nobody'; the groups are orders."}""")]
    [InlineData("GET", "/nothing", 404, """{"type":"urn:messagelb:error:not-found","title":"Not Found","status":404,"detail":"There is nothing at /nothing; docs/http-api.md lists what there is."}""")]
    [InlineData("DELETE", "/api/v1/groups", 405, """{"type":"urn:messagelb:error:method-not-allowed","title":"Method Not Allowed","status":405,"detail":"/api/v1/groups does not take DELETE."}""")]
    public async Task Request_SomethingWrong_IsAnsweredWithAProblem(string method, string path, int status, string expected)
    {
        await using var host = await WebHost.StartAsync();

        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }
}

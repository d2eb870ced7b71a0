using System.Net;
using System.Text;
using MessageLB.InMemory;
using MessageLB.Transport;
using MessageLB.Web.Tests.Fakes;
using Xunit;

namespace MessageLB.Web.Tests.DeadLetters;

public sealed class DeadLetterEndpointTests : IAsyncDisposable
{
    private const string Path = "/api/v1/groups/orders/dead";

    private readonly InMemoryTransport _broker = new(new InMemoryOptions());
    private WebHost? _host;
    private ITransportSession? _outside;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Get_LettersThatAreMeant_AreListed()
    {
        await StartAsync(("m1", "Boom: 1"), ("m2", "Json: 2"), ("m3", "Boom: 3"));

        Assert.Equal(
            """{"group":"orders","total":3,"looked":2,"letters":[{"message_id":"m2","reason":"attempts","error_kind":"Json","error":"2","attempt":5,"tried":["a","b"],"dead_at":"2026-11-26T08:00:00+00:00","exchange":"messagelb.ingress","routing_key":"order.new","replayed":0,"size":12}]}""",
            await GetAsync($"{Path}?limit=2&error=json"));
        Assert.Equal(3, await ReadyAsync(Names.DeadQueue("orders")));
    }

    [Fact]
    public async Task Get_WithBody_ShowsHeadersAndBody()
    {
        await StartAsync(("m1", "Boom: 1"));

        var answer = await GetAsync($"{Path}?id=m1&body=4096&header=n=7");

        Assert.Contains("\"headers\":{\"messagelb-attempt\":\"5\",", answer, StringComparison.Ordinal);
        Assert.EndsWith("\"n\":\"7\"},\"body\":{\"form\":\"json\",\"bytes\":12,\"text\":\"{\\n  \\\"id\\\": \\\"m1\\\"\\n}\"}}]}", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetGroups_Letters_AreCountedByWhatTheyDiedOf()
    {
        await StartAsync(("m1", "Boom: 1"), ("m2", "Boom: 2"));

        Assert.Equal(
            """{"group":"orders","total":2,"looked":2,"groups":[{"reason":"attempts","error_kind":"Boom","pattern":"#","count":2,"first":"2026-11-26T08:00:00+00:00","last":"2026-11-26T08:00:00+00:00","replayed":0,"destinations":["a","b"],"sample_id":"m1"}]}""",
            await GetAsync($"{Path}/groups"));
    }

    [Fact]
    public async Task PostReplay_WithAFilter_SendsThoseOnly()
    {
        await StartAsync(("m1", "Boom: 1"), ("m2", "Json: 2"));

        var (status, answer) = await PostAsync("replay", """{"error":"Boom"}""");

        Assert.Equal((HttpStatusCode.OK, """{"group":"orders","end":"complete","total":2,"looked":2,"taken":1,"kept":1,"came_back":0}"""), (status, answer));
        Assert.Equal((1, 1), (await ReadyAsync(Names.IngressQueue("orders")), await ReadyAsync(Names.DeadQueue("orders"))));
    }

    [Fact]
    public async Task PostReplay_DryRun_ChangesNothing()
    {
        await StartAsync(("m1", "Boom: 1"), ("m2", "Json: 2"));

        var (status, answer) = await PostAsync("replay", """{"error":"Boom","dry_run":true}""");

        Assert.Equal((HttpStatusCode.OK, """{"group":"orders","end":"dry_run","total":2,"looked":2,"taken":1,"kept":1,"came_back":0}"""), (status, answer));
        Assert.Equal((0, 2), (await ReadyAsync(Names.IngressQueue("orders")), await ReadyAsync(Names.DeadQueue("orders"))));
    }

    [Fact]
    public async Task PostPurge_WithTheNameOfTheGroup_Deletes()
    {
        await StartAsync(("m1", "Boom: 1"), ("m2", "Json: 2"));

        var (status, _) = await PostAsync("purge", """{"confirm":"orders","ids":["m2"]}""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal((0, 1), (await ReadyAsync(Names.IngressQueue("orders")), await ReadyAsync(Names.DeadQueue("orders"))));
    }

    [Theory]
    [InlineData("purge", "", """Deleting cannot be undone: say "confirm": "orders" in the body.""")]
    [InlineData("purge", """{"confirm":"payments"}""", """Deleting cannot be undone: say "confirm": "orders" in the body.""")]
    [InlineData("replay", """{"limit":0}""", "'limit' is 0; it must be from 1 to 100000.")]
    [InlineData("replay", """{"rate":-1}""", "'rate' must be 0 or more.")]
    [InlineData("replay", """{"canary":1001}""", "'canary' is 1001; it must be from 0 to 1000.")]
    [InlineData("replay", """{"canary_wait_ms":600001}""", "'canary_wait_ms' is 600001; it must be from 0 to 600000.")]
    [InlineData("replay", """{"stop_after":-1}""", "'stop_after' is -1; it must be 0 or more.")]
    public async Task Post_WhatCannotBeMeant_IsRefused(string verb, string body, string detail)
    {
        await StartAsync(("m1", "Boom: 1"));

        var (status, answer) = await PostAsync(verb, body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(detail.Replace("\"", "\\\"", StringComparison.Ordinal), answer, StringComparison.Ordinal);
        Assert.Equal(1, await ReadyAsync(Names.DeadQueue("orders")));
    }

    [Fact]
    public async Task Post_AFilterThatIsMisspelt_IsRefusedAndReplaysNothing()
    {
        await StartAsync(("m1", "Boom: 1"));

        var (status, _) = await PostAsync("replay", """{"eror":"Boom"}""");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(1, await ReadyAsync(Names.DeadQueue("orders")));
    }

    [Theory]
    [InlineData("?limit=0", "'limit' is '0'; write a whole number from 1 to 100000.")]
    [InlineData("?since=soon", "'since' is 'soon'; write a time such as 2026-11-26T08:00:00Z.")]
    [InlineData("?header=x", "'header' is 'x'; write name=value.")]
    [InlineData("?eror=x", "There is no parameter 'eror'; there are reason, error, destination, since, until, id, header, limit, body.")]
    public async Task Get_WhatCannotBeMeant_IsRefused(string query, string detail)
    {
        await StartAsync();

        Assert.Contains($"\"detail\":\"{detail}\"", await GetAsync($"{Path}{query}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_AnUnknownGroup_IsAProblem()
    {
        await StartAsync();

        Assert.Contains("urn:messagelb:error:unknown-group", await GetAsync("/api/v1/groups/nobody/dead"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("GET", "/groups")]
    [InlineData("POST", "/replay")]
    [InlineData("POST", "/purge")]
    public async Task Any_PageOfAnotherOrigin_IsRefused(string method, string path)
    {
        await StartAsync(("m1", "Boom: 1"));
        using var request = new HttpRequestMessage(new HttpMethod(method), Path + path) { Content = method == "POST" ? new StringContent("""{"confirm":"orders"}""") : null };
        request.Headers.Add("Origin", "https://elsewhere.example");

        using var response = await _host!.Client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(1, await ReadyAsync(Names.DeadQueue("orders")));
    }

    [Fact]
    public async Task PostReplay_ToAnIngressQueueThatIsGone_IsAProblemAndKeepsTheLetters()
    {
        await StartAsync(("m1", "Boom: 1"));
        await _outside!.Topology.DeleteQueueAsync(Names.IngressQueue("orders"), Token);

        var (status, answer) = await PostAsync("replay", "");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("There is no queue 'messagelb.in.orders' to send dead letters to; what was not sent stays where it is.", answer, StringComparison.Ordinal);
        Assert.Equal(1, await ReadyAsync(Names.DeadQueue("orders")));
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
        if (_outside is not null) await _outside.DisposeAsync();
    }

    private async Task StartAsync(params (string Id, string Error)[] letters)
    {
        _host = await WebHost.StartAsync(broker: _broker);
        _outside = await _broker.OpenAsync(new SessionOptions { ClientName = "outside" }, Token);
        await _outside.Topology.DeclareExchangesAsync(Token);
        await _outside.Topology.DeclareGroupAsync("orders", ["order.#"], Token);
        await using var publisher = await ConfirmingPublisher.CreateAsync(_outside, Token);
        foreach (var (id, error) in letters)
        {
            var headers = new Dictionary<string, object?>
            {
                [HeaderNames.DeadReason] = "attempts", [HeaderNames.DeadAt] = "2026-11-26T08:00:00.000Z", [HeaderNames.LastError] = error, [HeaderNames.Attempt] = "5",
                [HeaderNames.Tried] = "a,b", [HeaderNames.RoutingKey] = "order.new", [HeaderNames.Exchange] = Names.IngressExchange, ["n"] = 7,
            };
            Assert.Equal(PublishOutcome.Confirmed, await publisher.PublishAsync(Names.DeadExchange, "orders", new MessageProperties { MessageId = id, Headers = headers }, Encoding.UTF8.GetBytes($"{{ \"id\":\"{id}\"}}"), Token));
        }
    }

    private async Task<string> GetAsync(string path)
    {
        using var response = await _host!.Client.GetAsync(new Uri(path, UriKind.Relative), Token);
        return await response.Content.ReadAsStringAsync(Token);
    }

    private async Task<(HttpStatusCode, string)> PostAsync(string verb, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _host!.Client.PostAsync(new Uri($"{Path}/{verb}", UriKind.Relative), content, Token);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Token));
    }

    private async Task<long> ReadyAsync(string queue) => (await _outside!.Topology.InspectAsync(queue, Token))!.Value.Ready;
}

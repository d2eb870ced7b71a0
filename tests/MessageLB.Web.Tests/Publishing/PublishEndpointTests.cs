using System.Net;
using System.Text;
using System.Text.Json;
using MessageLB.Transport;
using MessageLB.Web.Tests.Fakes;
using Xunit;

namespace MessageLB.Web.Tests.Publishing;

public sealed class PublishEndpointTests
{
    [Fact]
    public async Task Post_BytesAndProperties_ArriveUnchanged()
    {
        await using var host = await StartAsync();
        byte[] body = [0, 255, 10, 13, 128];
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/publish/order.new") { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/x-own");
        request.Content.Headers.TryAddWithoutValidation("Content-Encoding", "gzip");
        request.Headers.Add("messagelb-message-id", "m-1");
        request.Headers.Add("messagelb-correlation-id", "c-1");
        request.Headers.Add("messagelb-reply-to", "answers");
        request.Headers.Add("messagelb-type", "order");
        request.Headers.Add("messagelb-app-id", "shop");
        request.Headers.Add("messagelb-priority", "7");
        request.Headers.Add("messagelb-expiration", "60000");
        request.Headers.Add("messagelb-persistent", "false");
        request.Headers.Add("messagelb-header-Region", "north");
        request.Headers.Add("messagelb-key", "customer-9");
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("""{"message_id":"m-1","outcome":"confirmed"}""", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var message = Assert.Single(host.Transport.Messages);
        Assert.Equal((Names.IngressExchange, "order.new"), (message.Exchange, message.RoutingKey));
        Assert.Equal(body, message.Body);
        var expected = new MessageProperties
        {
            ContentType = "application/x-own",
            ContentEncoding = "gzip",
            MessageId = "m-1",
            CorrelationId = "c-1",
            ReplyTo = "answers",
            Type = "order",
            AppId = "shop",
            Priority = 7,
            Expiration = "60000",
            Headers = new Dictionary<string, object?>
            {
                ["region"] = "north",
                ["messagelb-key"] = "customer-9",
                ["traceparent"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            },
        };
        Assert.Equivalent(expected, message.Properties, strict: true);
    }

    [Fact]
    public async Task Post_NothingButABody_IsPersistentAndGetsAnId()
    {
        await using var host = await StartAsync();

        using var response = await PostAsync(host, "a/b.c", "hello");
        var answer = await ReadAsync(response);

        var message = Assert.Single(host.Transport.Messages);
        Assert.Equal("a/b.c", message.RoutingKey);
        Assert.Equal("hello"u8.ToArray(), message.Body);
        Assert.True(message.Properties.Persistent);
        Assert.Null(message.Properties.ContentType);
        Assert.Null(message.Properties.Headers);
        Assert.True(Guid.TryParse(message.Properties.MessageId, out _));
        Assert.Equal(message.Properties.MessageId, answer.GetProperty("message_id").GetString());
    }

    [Theory]
    [InlineData(ScriptedTransport.Limit, HttpStatusCode.Accepted)]
    [InlineData(ScriptedTransport.Limit + 1, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Post_AtTheSizeLimit_IsTakenAndAboveRefused(int size, HttpStatusCode expected)
    {
        await using var host = await StartAsync();

        using var whole = await host.Client.PostAsync("/api/v1/publish/k", new ByteArrayContent(new byte[size]), TestContext.Current.CancellationToken);
        using var chunkedRequest = new HttpRequestMessage(HttpMethod.Post, "/api/v1/publish/k")
        {
            Content = new StreamContent(new MemoryStream(new byte[size])),
            Headers = { TransferEncodingChunked = true },
        };
        using var chunked = await host.Client.SendAsync(chunkedRequest, TestContext.Current.CancellationToken);

        Assert.Equal((expected, expected), (whole.StatusCode, chunked.StatusCode));
        Assert.Equal(expected == HttpStatusCode.Accepted ? 2 : 0, host.Transport.Messages.Count);
    }

    [Theory]
    [InlineData(PublishOutcome.Returned, 404, "unroutable", "returned", null)]
    [InlineData(PublishOutcome.Refused, 503, "refused", "refused", "5")]
    [InlineData(PublishOutcome.Unknown, 503, "outcome-unknown", "unknown", "1")]
    [InlineData(null, 504, "timeout", "unknown", null)]
    public async Task Post_NotConfirmed_IsAProblemWithTheOutcome(PublishOutcome? scripted, int status, string type, string outcome, string? retryAfter)
    {
        await using var host = await StartAsync(o => o.PublishTimeout = TimeSpan.FromMilliseconds(50));
        host.Transport.Script("k", scripted);

        using var response = await PostAsync(host, "k", "x");
        var problem = await ReadAsync(response);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal($"urn:messagelb:error:{type}", problem.GetProperty("type").GetString());
        Assert.Equal(outcome, problem.GetProperty("outcome").GetString());
        Assert.Equal(host.Transport.Messages.Single().Properties.MessageId, problem.GetProperty("message_id").GetString());
        Assert.Equal(retryAfter, response.Headers.RetryAfter?.ToString());
    }

    [Fact]
    public async Task Post_BrokerAway_Is503AndSaysWhenToComeBack()
    {
        await using var host = await WebHost.StartAsync(new ScriptedTransport { Refusal = new BrokerUnavailableException("nobody listens on port 1") });

        using var response = await PostAsync(host, "k", "x");
        var problem = await ReadAsync(response);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("urn:messagelb:error:broker-unavailable", problem.GetProperty("type").GetString());
        Assert.False(problem.TryGetProperty("outcome", out _));
        Assert.Equal("1", response.Headers.RetryAfter?.ToString());
    }

    [Theory]
    [InlineData("", "messagelb-type", "x", "The routing key is missing: POST /api/v1/publish/{routingKey}.")]
    [InlineData("k", "messagelb-priority", "256", "The header messagelb-priority is '256'; write a number from 0 to 255.")]
    [InlineData("k", "messagelb-expiration", "1m", "The header messagelb-expiration is '1m'; write milliseconds as a whole number.")]
    [InlineData("k", "messagelb-persistent", "yes", "The header messagelb-persistent is 'yes'; write true or false.")]
    public async Task Post_BadRequest_SaysWhatIsWrong(string key, string header, string value, string detail)
    {
        await using var host = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/publish/{key}") { Headers = { { header, value } } };

        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var problem = await ReadAsync(response);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(detail, problem.GetProperty("detail").GetString());
        Assert.Empty(host.Transport.Messages);
    }

    [Fact]
    public async Task Post_RoutingKeyTooLong_IsRefused()
    {
        await using var host = await StartAsync();

        using var longest = await PostAsync(host, new string('k', 255), "x");
        using var longer = await PostAsync(host, new string('k', 256), "x");

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.BadRequest), (longest.StatusCode, longer.StatusCode));
    }

    [Theory]
    [InlineData("Origin", "https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "null", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-origin", HttpStatusCode.Accepted)]
    [InlineData("Sec-Fetch-Site", "none", HttpStatusCode.Accepted)]
    public async Task Post_FromABrowser_IsTakenOnlyFromTheSameOrigin(string header, string value, HttpStatusCode expected)
    {
        await using var host = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/publish/k") { Headers = { { header, value } } };

        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Post_OriginOfTheServerItself_IsTaken()
    {
        await using var host = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/publish/k");
        request.Headers.Add("Origin", host.Client.BaseAddress!.GetLeftPart(UriPartial.Authority));

        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
    }

    private static async Task<WebHost> StartAsync(Action<MessageLBWebOptions>? configure = null)
    {
        var host = await WebHost.StartAsync(configure: configure);
        await host.CanPublishAsync();
        return host;
    }

    private static Task<HttpResponseMessage> PostAsync(WebHost host, string key, string body) =>
        host.Client.PostAsync($"/api/v1/publish/{key}", new ByteArrayContent(Encoding.UTF8.GetBytes(body)), TestContext.Current.CancellationToken);

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response) =>
        JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
}

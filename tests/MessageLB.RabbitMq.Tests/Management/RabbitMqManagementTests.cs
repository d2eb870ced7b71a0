using Xunit;

namespace MessageLB.RabbitMq.Tests.Management;

public sealed class RabbitMqManagementTests
{
    private const string Connections =
        """
        [{"name":"127.0.0.1:1 -> 127.0.0.1:5672","user_provided_name":"messagelb-worker g/a/i1 (consume)"},
         {"name":"127.0.0.1:2 -> 127.0.0.1:5672","user_provided_name":"messagelb-worker g/a/i12 (consume)"},
         {"name":"127.0.0.1:3 -> 127.0.0.1:5672","user_provided_name":"messagelb-worker g/a/i1"},
         {"name":"127.0.0.1:4 -> 127.0.0.1:5672"},
         {"name":7,"user_provided_name":"messagelb-worker g/a/i1"}, 5]
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Close_SomeConnectionsHaveTheName_ClosesThoseAlone()
    {
        await using var api = new FakeManagement(request => request.HttpMethod == "GET" ? (200, Connections, null) : (204, "", null));
        using var client = api.Client();

        Assert.Equal(2, await client.CloseAsync("messagelb-worker g/a/i1", "why", Token));

        Assert.Equal(
            [
                "GET /api/vhosts/a%2Fb/connections worker:secret",
                "DELETE /api/connections/127.0.0.1%3A1%20-%3E%20127.0.0.1%3A5672 worker:secret",
                "DELETE /api/connections/127.0.0.1%3A3%20-%3E%20127.0.0.1%3A5672 worker:secret",
            ],
            api.Asked.Items);
    }

    [Fact]
    public async Task Close_ConnectionGoneMeanwhile_IsNotCountedAndNoFault()
    {
        await using var api = new FakeManagement(request => request.HttpMethod == "GET" ? (200, Connections, null) : (404, "", null));
        using var client = api.Client();

        Assert.Equal(0, await client.CloseAsync("messagelb-worker g/a/i1", "why", Token));
    }

    [Theory]
    [InlineData(401, "", "User 'worker' may not use the management API at ")]
    [InlineData(500, "", "answers 500.")]
    [InlineData(200, "{}", "does not answer with a list of connections.")]
    [InlineData(200, "<html>", "The management API does not answer with JSON: ")]
    public async Task Close_AnswerIsNoList_SaysWhy(int status, string body, string expected)
    {
        await using var api = new FakeManagement(_ => (status, body, null));
        using var client = api.Client();

        var e = await Assert.ThrowsAsync<MessageLBException>(() => client.CloseAsync("messagelb-worker g/a/i1", "why", Token));

        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Close_Redirected_DoesNotFollow()
    {
        await using var elsewhere = new FakeManagement(_ => (200, Connections, null));
        await using var api = new FakeManagement(_ => (307, "", elsewhere.Uri.ToString()));
        using var client = api.Client();

        var e = await Assert.ThrowsAsync<MessageLBException>(() => client.CloseAsync("messagelb-worker g/a/i1", "why", Token));

        Assert.EndsWith("answers 307.", e.Message, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Asked.Items);
    }

    [Fact]
    public async Task Close_AnswerIsTooLarge_IsRefused()
    {
        await using var api = new FakeManagement(_ => (200, new string(' ', 2000), null));
        using var client = api.Client(maxAnswerSize: 1000);

        await Assert.ThrowsAsync<MessageLBException>(() => client.CloseAsync("messagelb-worker g/a/i1", "why", Token));
    }

    [Fact]
    public async Task Close_NobodyListens_SaysWhy()
    {
        var api = new FakeManagement(_ => (200, Connections, null));
        await api.DisposeAsync();
        using var client = api.Client();

        var e = await Assert.ThrowsAsync<MessageLBException>(() => client.CloseAsync("messagelb-worker g/a/i1", "why", Token));

        Assert.StartsWith($"The management API at {api.Uri}api cannot be asked: ", e.Message, StringComparison.Ordinal);
    }
}

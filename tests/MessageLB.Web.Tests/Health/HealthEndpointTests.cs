using System.Net;
using MessageLB.Web.Tests.Fakes;
using Xunit;

namespace MessageLB.Web.Tests.Health;

public sealed class HealthEndpointTests
{
    [Fact]
    public async Task GetLive_BrokerAway_IsLiveAllTheSame()
    {
        await using var host = await WebHost.StartAsync();
        host.Status.Current = Pictures.Disconnected();

        var text = await host.Client.GetStringAsync("/health/live", TestContext.Current.CancellationToken);

        Assert.Equal("""{"status":"live","reasons":[],"broker":null,"groups":null}""", text);
    }

    [Fact]
    public async Task GetReady_BrokerConnected_IsReadyAndCountsDestinations()
    {
        await using var host = await WebHost.StartAsync();

        var text = await host.Client.GetStringAsync("/health/ready", TestContext.Current.CancellationToken);

        Assert.Equal(
            """{"status":"ready","reasons":[],"broker":{"transport":"rabbitmq","address":"amqp://broker:5672/","connected":true,"blocked":null,"fault":null,"sessions":3},"groups":[{"name":"orders","destinations":2,"ready":1}]}""",
            text);
    }

    [Fact]
    public async Task GetReady_BrokerAway_Is503WithTheReason()
    {
        await using var host = await WebHost.StartAsync();
        host.Status.Current = Pictures.Disconnected();

        using var response = await host.Client.GetAsync("/health/ready", TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.StartsWith("""{"status":"not_ready","reasons":["no contact with the broker at amqp://broker:5672/: connection refused"],""", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetReady_GroupCannotRun_Is503WithTheReason()
    {
        await using var host = await WebHost.StartAsync();
        host.Status.Current = Pictures.Dispatcher() with { Groups = [Pictures.Group() with { Fault = "its queue has other arguments" }] };

        using var response = await host.Client.GetAsync("/health/ready", TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.StartsWith("""{"status":"not_ready","reasons":["group orders cannot run: its queue has other arguments"],""", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetReady_QueuesNotDeclaredYet_Is503WithTheReason()
    {
        await using var host = await WebHost.StartAsync();
        host.Status.Current = Pictures.Dispatcher() with { Groups = [Pictures.Group() with { Declared = false }] };

        using var response = await host.Client.GetAsync("/health/ready", TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.StartsWith("""{"status":"not_ready","reasons":["group orders is declaring its queues"],""", text, StringComparison.Ordinal);
    }
}

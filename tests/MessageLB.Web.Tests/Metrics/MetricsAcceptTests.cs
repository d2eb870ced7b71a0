using MessageLB.Web.Metrics;
using MessageLB.Web.Tests.Fakes;
using Microsoft.Extensions.Primitives;
using Xunit;

namespace MessageLB.Web.Tests.Metrics;

public sealed class MetricsAcceptTests
{
    [Theory]
    [InlineData(null, "Prometheus")]
    [InlineData("*/*", "Prometheus")]
    [InlineData("nonsense;;", "Prometheus")]
    [InlineData("text/plain", "Prometheus")]
    [InlineData("application/openmetrics-text", "OpenMetrics")]
    [InlineData("application/openmetrics-text; version=1.0.0; charset=utf-8", "OpenMetrics")]
    [InlineData("application/openmetrics-text; version=\"1.0.0\"", "OpenMetrics")]
    [InlineData("application/openmetrics-text; version=2.0.0", "Prometheus")]
    [InlineData("application/openmetrics-text;q=0", "Prometheus")]
    // Prometheus 2.42 and 3.
    [InlineData("application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1", "OpenMetrics")]
    [InlineData("text/plain;version=0.0.4;q=0.9,application/openmetrics-text;version=1.0.0;q=0.5", "Prometheus")]
    [InlineData("application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.7,text/plain;version=0.0.4;q=0.3", "Prometheus")]
    public void FormatFor_AcceptHeader_IsWhatTheClientWantsMost(string? accept, string expected) =>
        Assert.Equal(Enum.Parse<MetricsFormat>(expected), MetricsAccept.FormatFor(new StringValues(accept)));

    [Fact]
    public async Task GetMetrics_OpenMetricsAsked_SaysSoAndEndsAsItMust()
    {
        await using var host = await WebHost.StartAsync();
        host.Client.DefaultRequestHeaders.TryAddWithoutValidation("Accept", "application/openmetrics-text; version=1.0.0");

        using var response = await host.Client.GetAsync("/metrics", TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal("application/openmetrics-text; version=1.0.0; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("Accept", response.Headers.Vary.ToString());
        Assert.EndsWith("\n# EOF\n", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE messagelb_destination_messages counter\n", text, StringComparison.Ordinal);
        Assert.Contains("messagelb_destination_messages_total{", text, StringComparison.Ordinal);
    }
}

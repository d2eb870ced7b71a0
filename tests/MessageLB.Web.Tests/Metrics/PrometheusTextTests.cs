using MessageLB.Web.Metrics;
using Xunit;

namespace MessageLB.Web.Tests.Metrics;

public sealed class PrometheusTextTests
{
    [Theory]
    [InlineData("messagelb.route.messages", "{message}", "Counter", "messagelb_route_messages_total")]
    [InlineData("messagelb.destination.share", "1", "Gauge", "messagelb_destination_share_ratio")]
    [InlineData("messagelb.heartbeat.age", "s", "Gauge", "messagelb_heartbeat_age_seconds")]
    [InlineData("messagelb.route.duration", "s", "Histogram", "messagelb_route_duration_seconds")]
    [InlineData("messagelb.body.size", "By", "Histogram", "messagelb_body_size_bytes")]
    [InlineData("messagelb.cpu.seconds", "s", "Counter", "messagelb_cpu_seconds_total")]
    [InlineData("messagelb.thing", "1", "Counter", "messagelb_thing_total")]
    [InlineData("9-lives..left", null, "Gauge", "_9_lives_left")]
    public void FamilyName_NameAndUnit_FollowThePrometheusConvention(string name, string? unit, string type, string expected)
    {
        Assert.Equal(expected, PrometheusText.FamilyName(name, unit, Enum.Parse<MetricType>(type)));
    }

    [Fact]
    public void Labels_ValueWithSpecialLetters_IsEscaped()
    {
        var labels = PrometheusText.Labels([new("messagelb.group", "a\\b\"c\nd"), new("n", 3), new("none", null)]);

        Assert.Equal("messagelb_group=\"a\\\\b\\\"c\\nd\",n=\"3\",none=\"\"", labels);
    }

    [Theory]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(0.25, "0.25")]
    [InlineData(20000, "20000")]
    public void Number_AnyValue_IsWrittenAsTheFormatAsks(double value, string expected)
    {
        Assert.Equal(expected, PrometheusText.Number(value));
    }
}

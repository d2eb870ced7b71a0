using MessageLB.Core.Envelopes;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Envelopes;

public sealed class DepartingEnvelopeTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 8, 20, 30, 5, TimeSpan.Zero);

    private readonly EnvelopeRewriter _rewriter = new("d1", "orders", "response_time");

    [Fact]
    public void FallBack_FromAPublisher_SaysWhichGroupItLeftAndBelievesNobodyElse()
    {
        var published = new MessageProperties { MessageId = "m", Expiration = "60000", Headers = new Dictionary<string, object?> { [HeaderNames.FallbackFrom] = "spoofed" } };

        var sent = _rewriter.FallBack(new Delivery(1, "messagelb.ingress", "orders.new", false, published, default), "standby");

        Assert.Equal("60000", sent.Expiration);
        Assert.Equal(
            ["messagelb-exchange=messagelb.ingress", "messagelb-fallback-from=orders", "messagelb-forwarded-from=orders", "messagelb-group=standby", "messagelb-routing-key=orders.new"],
            Headers(sent));
    }

    [Fact]
    public void FallBack_ThatFellBackBefore_ExtendsTheTrail()
    {
        var before = new MessageProperties { MessageId = "m", Headers = new Dictionary<string, object?> { [HeaderNames.RoutingKey] = "k", [HeaderNames.FallbackFrom] = "first"u8.ToArray() } };

        var sent = _rewriter.FallBack(new Delivery(1, "", "messagelb.in.orders", false, before, default), "standby");

        Assert.Equal("first,orders", sent.Headers![HeaderNames.FallbackFrom]);
    }

    [Fact]
    public void Bury_Retry_SaysWhyWhenAndHowOften()
    {
        var sentBack = new MessageProperties
        {
            MessageId = "m",
            Expiration = "60000",
            Headers = new Dictionary<string, object?> { [HeaderNames.RoutingKey] = "orders.new", [HeaderNames.Exchange] = "messagelb.ingress", [HeaderNames.Attempt] = "3" },
        };

        var dead = _rewriter.Bury(new Delivery(1, "", "messagelb.in.orders", false, sentBack, default), "nobody available", Now);

        Assert.Null(dead.Expiration);
        Assert.Equal(
            [
                "messagelb-attempt=3", "messagelb-dead-at=2026-11-21T08:20:30.005Z", "messagelb-dead-reason=nobody available",
                "messagelb-exchange=messagelb.ingress", "messagelb-group=orders", "messagelb-routing-key=orders.new",
            ],
            Headers(dead));
    }

    private static IEnumerable<string> Headers(MessageProperties properties) =>
        properties.Headers!.Select(header => $"{header.Key}={header.Value}").Order(StringComparer.Ordinal);
}

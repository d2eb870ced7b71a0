using MessageLB.Core.Envelopes;
using MessageLB.Core.Groups;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Envelopes;

public sealed class SpoofedHeadersTests
{
    private static readonly DestinationState Destination = new("orders", "a", 0);

    [Fact]
    public void Rewrite_PublisherWritesOurHeaders_OnlyItsOwnFourAreBelieved()
    {
        var headers = Rewrite("messagelb.ingress");

        Assert.Equal("1", headers[HeaderNames.Attempt]);
        Assert.Equal("orders.new", headers[HeaderNames.RoutingKey]);
        Assert.Equal("messagelb.ingress", headers[HeaderNames.Exchange]);
        Assert.False(headers.ContainsKey(HeaderNames.UserId));
        Assert.False(headers.ContainsKey("messagelb-unheard-of"));
        Assert.Equal("k", headers[HeaderNames.Key]);
        Assert.Equal("t", headers[HeaderNames.Tenant]);
        Assert.Equal("mine", headers["own"]);
    }

    [Fact]
    public void Rewrite_WorkerSentBack_AttemptAndAddressAreKept()
    {
        var headers = Rewrite(string.Empty);

        Assert.Equal("7", headers[HeaderNames.Attempt]);
        Assert.Equal("former.key", headers[HeaderNames.RoutingKey]);
        Assert.Equal("somebody", headers[HeaderNames.UserId]);
    }

    private static IDictionary<string, object?> Rewrite(string exchange)
    {
        var properties = new MessageProperties
        {
            MessageId = "m",
            Headers = new Dictionary<string, object?>
            {
                [HeaderNames.Attempt] = "7",
                [HeaderNames.UserId] = "somebody",
                [HeaderNames.RoutingKey] = "former.key",
                ["messagelb-unheard-of"] = "x",
                [HeaderNames.Key] = "k",
                [HeaderNames.Tenant] = "t",
                ["own"] = "mine",
            },
        };
        var rewriter = new EnvelopeRewriter("dispatcher", "orders", "round_robin");
        return rewriter.Rewrite(new Delivery(1, exchange, "orders.new", false, properties, default), Destination, DateTimeOffset.UnixEpoch).Headers!;
    }
}

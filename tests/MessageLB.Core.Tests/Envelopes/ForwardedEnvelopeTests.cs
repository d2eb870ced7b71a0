using MessageLB.Core.Envelopes;
using MessageLB.Core.Groups;
using MessageLB.Core.Hashing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Envelopes;

public sealed class ForwardedEnvelopeTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 8, 20, 30, TimeSpan.Zero);

    private readonly EnvelopeRewriter _from = new("d1", "orders", "response_time");
    private readonly EnvelopeRewriter _to = new("d2", "orders-eu", "round_robin");

    [Fact]
    public void Forward_AndHandOver_TheWorkerSeesThePublishersAddressUserAndAge()
    {
        var published = new MessageProperties
        {
            MessageId = "m",
            UserId = "alice",
            Expiration = "60000",
            Timestamp = Now.ToUnixTimeSeconds() - 11,
            Headers = new Dictionary<string, object?> { ["region"] = "eu", [HeaderNames.Attempt] = "7", [HeaderNames.ForwardedFrom] = "spoofed", [HeaderNames.Tenant] = "gold" },
        };

        var forwarded = Copy(_from.Forward(new Delivery(1, "messagelb.ingress", "orders.new", false, published, default), "orders-eu"));
        Assert.Null(forwarded.UserId);
        Assert.Equal("60000", forwarded.Expiration);
        var handed = _to.Rewrite(new Delivery(1, "", "messagelb.in.orders-eu", false, forwarded, default), new DestinationState("orders-eu", "a", 0), Now);

        // Eleven seconds old, the first of them not counted; and not twice.
        Assert.Equal("50000", handed.Expiration);
        Assert.Equal(
            [
                "messagelb-attempt=1", "messagelb-destination=a", "messagelb-dispatched-at=2026-11-21T08:20:30.000Z", "messagelb-dispatcher=d2",
                "messagelb-exchange=messagelb.ingress", "messagelb-forwarded-from=orders", "messagelb-group=orders-eu", "messagelb-policy=round_robin",
                "messagelb-routing-key=orders.new", "messagelb-tenant=gold", "messagelb-user-id=alice", "region=eu",
            ],
            handed.Headers!.Select(header => $"{header.Key}={header.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Forward_NoMessageId_GivesOne() =>
        Assert.Matches("^d1-[0-9]+-1$", _from.Forward(new Delivery(1, "messagelb.ingress", "k", false, new MessageProperties(), default), "other").MessageId);

    [Theory]
    [InlineData("", "orders.new", "alice")]
    [InlineData("messagelb.ingress", "messagelb.in.orders", null)]
    public void KeySource_OfADelivery_BelievesOnlyWhatWasSentOn(string exchange, string routingKey, string? user)
    {
        var headers = new Dictionary<string, object?> { [HeaderNames.RoutingKey] = "orders.new"u8.ToArray(), [HeaderNames.UserId] = "alice" };
        var delivery = new Delivery(1, exchange, "messagelb.in.orders", false, new MessageProperties { Headers = headers }, default);

        Assert.Equal(routingKey, PublisherAddress.RoutingKey(delivery));
        Assert.True(new KeySource(KeyField.RoutingKey).TryHash(delivery, out var key));
        Assert.Equal(StableHash.Of(routingKey.AsSpan()), key);
        Assert.Equal(user is not null, new KeySource(KeyField.UserId).TryHash(delivery, out var hash));
        Assert.Equal(user is null ? 0 : StableHash.Of(user.AsSpan()), hash);
    }

    private static MessageProperties Copy(MessageProperties properties)
    {
        var copy = new MessageProperties();
        copy.CopyFrom(properties);
        return copy;
    }
}

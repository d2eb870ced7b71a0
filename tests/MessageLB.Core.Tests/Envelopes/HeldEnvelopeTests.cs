using MessageLB.Core.Envelopes;
using MessageLB.Core.Groups;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Envelopes;

/// <summary>What <see cref="EnvelopeRewriter"/> writes for messages in hold.</summary>
public sealed class HeldEnvelopeTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 8, 20, 30, 456, TimeSpan.Zero);
    private readonly EnvelopeRewriter _rewriter = new("d1", "orders", "round_robin") { Holds = true, AsksForResults = true };

    [Theory]
    [InlineData("1000", null, "2026-11-21T08:20:31.456Z")]
    [InlineData(null, "2026-11-21T08:20:31Z", "2026-11-21T08:20:31.000Z")]
    [InlineData(null, null, null)]
    public void Rewrite_InHold_IsTransientAndHasADeadlineInPlaceOfAnExpiration(string? expiration, string? deadline, string? written)
    {
        var delivery = Delivery("messagelb.ingress", deadline is null ? [] : [(HeaderNames.Deadline, deadline)]);
        delivery.Properties.Expiration = expiration;

        var output = _rewriter.Rewrite(delivery, new DestinationState("orders", "a", 0), Now);

        Assert.Equal((false, null, "1"), (output.Persistent, output.Expiration, output.Headers![HeaderNames.Result]));
        Assert.Equal(written, HeaderValues.GetText(output.Headers, HeaderNames.Deadline));
    }

    [Fact]
    public void Failed_IsAsAWorkerSendsItBack()
    {
        var delivery = Delivery("", (HeaderNames.RoutingKey, "order.old"), (HeaderNames.Exchange, "shop"), (HeaderNames.Attempt, "3"), (HeaderNames.Delay, "0"));

        var output = _rewriter.Failed(delivery, "a", "Timeout: late");

        Assert.True(output.Persistent);
        Assert.Equal(
            [("messagelb-attempt", "4"), ("messagelb-destination", "a"), ("messagelb-error", "Timeout: late"), ("messagelb-exchange", "shop"), ("messagelb-group", "orders"), ("messagelb-routing-key", "order.old")],
            Sorted(output));
    }

    [Fact]
    public void Failed_FirstAttemptOfAPublishersMessage_BringsItsAddress() => Assert.Equal(
        [("messagelb-attempt", "2"), ("messagelb-destination", "a"), ("messagelb-error", ""), ("messagelb-exchange", "messagelb.ingress"), ("messagelb-group", "orders"), ("messagelb-routing-key", "order.new")],
        Sorted(_rewriter.Failed(Delivery("messagelb.ingress", (HeaderNames.Attempt, "9")), "a", "")));

    [Fact]
    public void GivenUp_SaysHowManyDiedAndWhenItWasDue() => Assert.Equal(
        [("messagelb-crashes", "2"), ("messagelb-deadline", "2026-11-21T08:20:30.456Z"), ("messagelb-destination", "a"), ("messagelb-exchange", "messagelb.ingress"), ("messagelb-group", "orders"), ("messagelb-routing-key", "order.new")],
        Sorted(_rewriter.GivenUp(Delivery("messagelb.ingress"), "a", 2, Now)));

    [Fact]
    public void Dropped_IsADeadLetterThatSaysWhyAndWhere()
    {
        var output = _rewriter.Dropped(Delivery("", (HeaderNames.RoutingKey, "order.old"), (HeaderNames.Exchange, "shop"), (HeaderNames.Tried, "b")), "a", "E: no", Now);

        Assert.Equal(
            [
                ("messagelb-attempt", "1"), ("messagelb-dead-at", "2026-11-21T08:20:30.456Z"), ("messagelb-dead-reason", "dropped"), ("messagelb-destination", "a"), ("messagelb-exchange", "shop"),
                ("messagelb-group", "orders"), ("messagelb-last-error", "E: no"), ("messagelb-routing-key", "order.old"), ("messagelb-tried", "b,a"),
            ],
            Sorted(output));
    }

    private static Delivery Delivery(string exchange, params (string Name, object? Value)[] headers) => new(
        1, exchange, exchange.Length == 0 ? "messagelb.in.orders" : "order.new", false, new MessageProperties { MessageId = "m", Persistent = true, Headers = headers.ToDictionary(h => h.Name, h => h.Value) }, default);

    private static IEnumerable<(string Name, object? Value)> Sorted(MessageProperties output) => output.Headers!.OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => (h.Key, h.Value));
}

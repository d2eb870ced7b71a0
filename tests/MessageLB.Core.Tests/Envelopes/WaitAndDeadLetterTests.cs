using MessageLB.Core.Envelopes;
using MessageLB.Core.Groups;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Envelopes;

/// <summary>What <see cref="EnvelopeRewriter"/> writes for messages that are not handed over now.</summary>
public sealed class WaitAndDeadLetterTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 8, 20, 30, 456, TimeSpan.Zero);
    private readonly EnvelopeRewriter _rewriter = new("d1", "orders", "response_time");

    [Fact]
    public void Wait_FromAPublisher_BringsItsAddressAndWhatIsLeft()
    {
        var output = _rewriter.Wait(Delivery("messagelb.ingress", (HeaderNames.Delay, "30000"), ("n", 1L), (HeaderNames.Attempt, "9")), TimeSpan.FromSeconds(10), Now);

        Assert.Equal(
            [("messagelb-attempt", "1"), ("messagelb-delay", "10000"), ("messagelb-exchange", "messagelb.ingress"), ("messagelb-group", "orders"), ("messagelb-routing-key", "order.new"), ("n", 1L)],
            Sorted(output));
    }

    [Fact]
    public void Wait_SentBackByAWorker_KeepsThePublishersAddressAndTheAttempts()
    {
        var delivery = Delivery("", (HeaderNames.RoutingKey, "order.old"), (HeaderNames.Exchange, "shop"), (HeaderNames.Attempt, "3"), (HeaderNames.Tried, "a"), ("x-death", new List<object?>()));

        Assert.Equal(
            [("messagelb-attempt", "3"), ("messagelb-delay", "0"), ("messagelb-exchange", "shop"), ("messagelb-group", "orders"), ("messagelb-routing-key", "order.old"), ("messagelb-tried", "a")],
            Sorted(_rewriter.Wait(delivery, TimeSpan.Zero, Now)));
    }

    [Theory]
    [InlineData("1000", null, "2026-11-21T08:20:31.456Z")]
    [InlineData("1000", "2026-11-21T08:20:31Z", "2026-11-21T08:20:31.000Z")]
    [InlineData(null, "2026-11-21T10:20:31+02:00", "2026-11-21T08:20:31.000Z")]
    public void Wait_WithAnExpiration_HasADeadlineInstead(string? expiration, string? deadline, string written)
    {
        var delivery = Delivery("messagelb.ingress", (HeaderNames.Deadline, deadline));
        delivery.Properties.Expiration = expiration;

        var output = _rewriter.Wait(delivery, TimeSpan.Zero, Now);

        Assert.Null(output.Expiration);
        Assert.Equal(written, output.Headers![HeaderNames.Deadline]);
    }

    [Fact]
    public void Bury_AnyMessage_SaysWhyAndWhen()
    {
        var delivery = Delivery("", (HeaderNames.Attempt, "5"), (HeaderNames.LastError, "Boom: x"), (HeaderNames.RoutingKey, "order.old"), (HeaderNames.Exchange, "shop"));
        delivery.Properties.Expiration = "50";

        var output = _rewriter.Bury(delivery, DeadReasons.Attempts, Now);

        Assert.Null(output.Expiration);
        Assert.Equal(
            [
                ("messagelb-attempt", "5"), ("messagelb-dead-at", "2026-11-21T08:20:30.456Z"), ("messagelb-dead-reason", "attempts"), ("messagelb-exchange", "shop"),
                ("messagelb-group", "orders"), ("messagelb-last-error", "Boom: x"), ("messagelb-routing-key", "order.old"),
            ],
            Sorted(output));
    }

    [Theory]
    [InlineData("60000", "2026-11-21T08:20:31.456Z", "1000")]
    [InlineData("500", "2026-11-21T08:20:31.456Z", "500")]
    [InlineData(null, "2026-11-21T08:20:00Z", "1")]
    [InlineData("500", "tomorrow", "500")]
    [InlineData("500", "2026-11-21T08:20:31", "500")]
    public void Rewrite_WithADeadline_ExpiresAtTheEarlierOfTheTwo(string? expiration, string deadline, string written)
    {
        var delivery = Delivery("messagelb.ingress", (HeaderNames.Deadline, deadline));
        delivery.Properties.Expiration = expiration;

        Assert.Equal(written, _rewriter.Rewrite(delivery, new DestinationState("orders", "a", 0), Now).Expiration);
    }

    private static Delivery Delivery(string exchange, params (string Name, object? Value)[] headers) => new(
        1,
        exchange,
        "order.new",
        false,
        new MessageProperties { MessageId = "m", Headers = headers.Where(h => h.Value is not null).ToDictionary(h => h.Name, h => h.Value) },
        default);

    private static IEnumerable<(string, object?)> Sorted(MessageProperties output) => output.Headers!.OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => (h.Key, h.Value));
}

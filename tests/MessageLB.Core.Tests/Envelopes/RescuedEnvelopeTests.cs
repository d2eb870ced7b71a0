using MessageLB.Core.Envelopes;
using MessageLB.Core.Groups;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Envelopes;

/// <summary>A message that is handed over a second time, from the queue of the destination that it was handed to first.</summary>
public sealed class RescuedEnvelopeTests
{
    private static readonly DateTimeOffset Published = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Rewrite_HandedOverBefore_KeepsWhatIsThePublishersAndReplacesTheRest()
    {
        var first = new Delivery(1, "messagelb.ingress", "orders.new", Redelivered: false, new MessageProperties { Headers = new Dictionary<string, object?> { ["messagelb-key"] = "k" } }, default);
        var handed = Rewrite("d1", first, "a", Published);

        var rescued = Rewrite("d2", From(handed, "a"), "b", Published.AddSeconds(2));

        Assert.Equal(handed.MessageId, rescued.MessageId);
        Assert.Equal(
            new Dictionary<string, object?>
            {
                ["messagelb-destination"] = "b",
                ["messagelb-group"] = "orders",
                ["messagelb-policy"] = "response_time",
                ["messagelb-dispatcher"] = "d2",
                ["messagelb-dispatched-at"] = "2026-11-21T08:00:02.000Z",
                ["messagelb-attempt"] = "1",
                ["messagelb-routing-key"] = "orders.new",
                ["messagelb-exchange"] = "messagelb.ingress",
                ["messagelb-key"] = "k",
            }.OrderBy(h => h.Key, StringComparer.Ordinal),
            rescued.Headers!.OrderBy(h => h.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void Rewrite_HandedOverBefore_TheAttemptStaysWhatItWas()
    {
        var input = new MessageProperties { Headers = new Dictionary<string, object?> { ["messagelb-attempt"] = "3", ["messagelb-routing-key"] = "k", ["messagelb-exchange"] = "x" } };

        Assert.Equal("3", HeaderValues.GetText(Rewrite("d1", From(input, "a"), "b", Published).Headers, "messagelb-attempt"));
    }

    [Theory]
    [InlineData(5, "35000")]
    [InlineData(39.75, "250")]
    [InlineData(41, "1")]
    [InlineData(-3, "40000")]
    public void Rewrite_ExpirationOfAHandedOverMessage_IsLessTheTimeSinceThen(double secondsLater, string expected)
    {
        var handed = Published.AddSeconds(21);
        var input = new MessageProperties { Expiration = "60000", Timestamp = Published.ToUnixTimeSeconds() };
        var first = Rewrite("d1", new Delivery(1, "messagelb.ingress", "any", Redelivered: false, input, default), "a", handed);
        Assert.Equal("40000", first.Expiration);

        Assert.Equal(expected, Rewrite("d1", From(first, "a"), "b", handed.AddSeconds(secondsLater)).Expiration);
    }

    private static Delivery From(MessageProperties handed, string destination) =>
        new(1, string.Empty, Names.WorkQueue("orders", destination), Redelivered: true, handed, default);

    private static MessageProperties Rewrite(string dispatcher, in Delivery delivery, string destination, DateTimeOffset now)
    {
        var copy = new MessageProperties();
        copy.CopyFrom(new EnvelopeRewriter(dispatcher, "orders", "response_time").Rewrite(delivery, new DestinationState("orders", destination, 0), now));
        return copy;
    }
}

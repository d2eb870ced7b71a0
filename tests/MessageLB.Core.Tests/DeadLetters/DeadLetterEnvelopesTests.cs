using MessageLB.Core.DeadLetters;
using MessageLB.Core.Envelopes;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.DeadLetters;

public sealed class DeadLetterEnvelopesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Replay_OneThatFailed_StartsAnewAndSaysThatItWasReplayed()
    {
        var letter = Given.Letter(
            new MessageProperties { MessageId = "m", CorrelationId = "c", Persistent = true, Expiration = "1000", UserId = "shop" },
            (HeaderNames.DeadReason, "attempts"), (HeaderNames.DeadAt, "2026-11-26T08:00:00.000Z"), (HeaderNames.Attempt, "5"), (HeaderNames.LastError, "Boom: x"), (HeaderNames.Tried, "a"),
            (HeaderNames.Destination, "a"), (HeaderNames.Dispatcher, "d"), (HeaderNames.DispatchedAt, "2026-11-26T08:00:00.000Z"), (HeaderNames.Policy, "p"),
            (HeaderNames.Exchange, "shop"), (HeaderNames.RoutingKey, "order.new"), (HeaderNames.Key, "k"), (HeaderNames.Replayed, "1"), (HeaderNames.ReplayRun, "old"),
            ("x-death", new List<object?>()), ("x-first-death-queue", "q"), ("x-last-death-reason", "r"), ("x-delivery-count", 4L), ("CC", new List<object?> { "one", "two" }), ("n", 1L));

        var output = DeadLetterEnvelopes.Replay(letter, "orders", "run", Now);

        Assert.Equal(("m", "c", true, null, null), (output.MessageId, output.CorrelationId, output.Persistent, output.Expiration, output.UserId));
        Assert.Equal(
            [
                ("messagelb-attempt", "1"), ("messagelb-exchange", "shop"), ("messagelb-group", "orders"), ("messagelb-key", "k"), ("messagelb-original-cc", "one,two"), ("messagelb-replay-run", "run"),
                ("messagelb-replayed", "2"), ("messagelb-routing-key", "order.new"), ("messagelb-user-id", "shop"), ("n", 1L),
            ],
            Sorted(output));
    }

    [Fact]
    public void Replay_AMessageThatFailsAgain_IsADeadLetterThatStillSaysSo()
    {
        var output = DeadLetterEnvelopes.Replay(Given.Letter((HeaderNames.Exchange, "shop"), (HeaderNames.RoutingKey, "order.new")), "orders", "run", Now);
        var ingress = new Delivery(1, "", "messagelb.in.orders", false, output, default);

        var dead = new MessageProperties();
        dead.CopyFrom(new EnvelopeRewriter("d1", "orders", "first").Bury(ingress, DeadReasons.Attempts, Now));
        var again = Read(dead);

        Assert.Equal((1, "run", "attempts", "shop", "order.new"), (again.Replayed, again.ReplayRun, again.Reason, again.Exchange, again.RoutingKey));
    }

    [Theory]
    [InlineData("2026-11-26T09:00:00Z", false)]
    [InlineData("2026-11-26T09:00:01Z", true)]
    [InlineData("whenever", true)]
    public void Replay_ADeadline_StaysUnlessItIsOver(string deadline, bool stays)
    {
        var output = DeadLetterEnvelopes.Replay(Given.Letter((HeaderNames.Deadline, deadline)), "orders", "run", Now);

        Assert.Equal(stays, output.Headers!.ContainsKey(HeaderNames.Deadline));
    }

    [Fact]
    public void Keep_OneThatTheBrokerMade_SaysInItsHeadersWhatTheRecordOfDeathsSaid()
    {
        var letter = Given.Letter(("x-death", Given.Death("rejected", "messagelb.ingress", "order.new", Now)), ("n", 1L));

        var output = DeadLetterEnvelopes.Keep(letter, "orders");

        Assert.Equal(
            [
                ("messagelb-dead-at", "2026-11-26T09:00:00.000Z"), ("messagelb-dead-reason", "rejected"), ("messagelb-exchange", "messagelb.ingress"), ("messagelb-group", "orders"),
                ("messagelb-routing-key", "order.new"), ("n", 1L),
            ],
            Sorted(output));
        Assert.Equal(letter with { Properties = output }, Read(output) with { Properties = output, Body = letter.Body });
    }

    [Fact]
    public void Keep_OneOfOurs_IsTheSameLetter()
    {
        var letter = Given.Letter((HeaderNames.DeadReason, "dropped"), (HeaderNames.DeadAt, "2026-11-26T08:00:00.000Z"), (HeaderNames.Attempt, "3"), (HeaderNames.LastError, "Boom: x"), (HeaderNames.RoutingKey, "k"), (HeaderNames.Exchange, ""), (HeaderNames.Group, "orders"));

        Assert.Equal(letter.Properties.Headers!.OrderBy(h => h.Key), DeadLetterEnvelopes.Keep(letter, "orders").Headers!.OrderBy(h => h.Key));
    }

    private static DeadLetter Read(MessageProperties properties) => DeadLetter.Of(Given.Delivery(properties), int.MaxValue);

    private static IEnumerable<(string, object?)> Sorted(MessageProperties properties) => properties.Headers!.OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => (h.Key, h.Value));
}

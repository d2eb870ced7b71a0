using System.Text;
using MessageLB.Core.Envelopes;
using MessageLB.Core.Groups;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Envelopes;

public sealed class EnvelopeRewriterTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 10, 20, 30, 456, TimeSpan.FromHours(2));
    private static readonly DestinationState Destination = new("orders", "a", 0);

    private readonly EnvelopeRewriter _rewriter = new("d1", "orders", "response_time");

    [Fact]
    public void Rewrite_EveryPropertySet_KeepsAllButTheUser()
    {
        var input = new MessageProperties
        {
            ContentType = "application/json",
            ContentEncoding = "gzip",
            Persistent = true,
            Priority = 7,
            CorrelationId = "c-1",
            ReplyTo = "answers",
            Expiration = "60000",
            MessageId = "m-1",
            Timestamp = null,
            Type = "order.created",
            UserId = "alice",
            AppId = "shop",
            Headers = new Dictionary<string, object?> { ["traceparent"] = "00-4bf9-00f0-01", ["n"] = 5L, ["nothing"] = null },
        };

        AssertWritten(
            new MessageProperties
            {
                ContentType = "application/json",
                ContentEncoding = "gzip",
                Persistent = true,
                Priority = 7,
                CorrelationId = "c-1",
                ReplyTo = "answers",
                Expiration = "60000",
                MessageId = "m-1",
                Type = "order.created",
                AppId = "shop",
                Headers = Headers(("traceparent", "00-4bf9-00f0-01"), ("n", 5L), ("nothing", null), ("messagelb-user-id", "alice")),
            },
            Rewrite(input));
    }

    [Fact]
    public void Rewrite_NothingSet_AddsAMessageIdAndTheHeaders()
    {
        var output = Rewrite(new MessageProperties());

        Assert.Matches("^d1-[0-9]+-1$", output.MessageId);
        AssertWritten(new MessageProperties { MessageId = output.MessageId, Headers = Headers() }, output);
    }

    [Fact]
    public void Rewrite_ResultsAreNeeded_AsksForOne()
    {
        var asking = new EnvelopeRewriter("d1", "orders", "response_time") { AsksForResults = true };
        var delivery = new Delivery(1, Names.IngressExchange, "order.eu.new", false, new MessageProperties { MessageId = "m-1" }, default);

        var output = asking.Rewrite(delivery, Destination, Now);

        Assert.Equal("1", output.Headers!["messagelb-result"]);
    }

    [Fact]
    public void Rewrite_WithAKeyAndThenWithoutOne_NamesTheSlotOnlyOfTheFirst()
    {
        var headers = new Dictionary<string, object?> { ["messagelb-slot"] = "7", ["messagelb-routing-key"] = "order.eu.new", ["messagelb-exchange"] = Names.IngressExchange };
        var delivery = new Delivery(1, string.Empty, "messagelb.in.orders", false, new MessageProperties { MessageId = "m-1", Headers = headers }, default);

        _rewriter.OrderSlot = 1500;
        Assert.Equal("1500", _rewriter.Rewrite(delivery, Destination, Now).Headers!["messagelb-slot"]);
        _rewriter.OrderSlot = null;
        Assert.DoesNotContain("messagelb-slot", _rewriter.Rewrite(delivery, Destination, Now).Headers!.Keys);
    }

    [Fact]
    public void Rewrite_TheHandOverBeforeAskedForAResult_ThisOneDoesNot()
    {
        var headers = new Dictionary<string, object?> { ["messagelb-result"] = "1", ["messagelb-routing-key"] = "order.eu.new", ["messagelb-exchange"] = Names.IngressExchange };
        var delivery = new Delivery(1, string.Empty, "messagelb.in.orders", false, new MessageProperties { MessageId = "m-1", Headers = headers }, default);

        var output = _rewriter.Rewrite(delivery, Destination, Now);

        Assert.DoesNotContain("messagelb-result", output.Headers!.Keys);
    }

    [Fact]
    public void Rewrite_NextMessage_HasNothingOfTheOneBefore()
    {
        Rewrite(EverythingSet());

        var output = Rewrite(new MessageProperties { MessageId = "m-2" });

        AssertWritten(new MessageProperties { MessageId = "m-2", Headers = Headers() }, output);
    }

    [Fact]
    public void Rewrite_AnyMessage_LeavesTheInputAlone()
    {
        var input = EverythingSet();

        Rewrite(input);

        AssertWritten(EverythingSet(), input);
    }

    [Fact]
    public void Rewrite_EveryPropertyThereIs_IsAccountedFor()
    {
        // A property added to MessageProperties must be carried over or left out on purpose, here.
        Assert.Equal(
            [
                "AppId", "ContentEncoding", "ContentType", "CorrelationId", "Expiration", "Headers", "MessageId",
                "Persistent", "Priority", "ReplyTo", "Timestamp", "Type", "UserId",
            ],
            typeof(MessageProperties).GetProperties().Select(p => p.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Rewrite_NoMessageId_CountsAndNeverMeetsAnotherRewritersIds()
    {
        var other = new EnvelopeRewriter("d1", "orders", "response_time");
        var ids = new HashSet<string?>();
        for (var i = 0; i < 100; i++)
        {
            ids.Add(Rewrite(new MessageProperties()).MessageId);
            ids.Add(other.Rewrite(DeliveryOf(new MessageProperties()), Destination, Now).MessageId);
        }

        Assert.Equal(200, ids.Count);
    }

    [Fact]
    public void Rewrite_OurHeadersFromThePublisher_AreOverwritten()
    {
        var input = With(
            ("messagelb-destination", "z"), ("messagelb-group", "z"), ("messagelb-policy", "z"), ("messagelb-dispatcher", "z"),
            ("messagelb-dispatched-at", "z"), ("messagelb-routing-key", "z"), ("messagelb-exchange", "z"));

        AssertWritten(new MessageProperties { MessageId = "m", Headers = Headers() }, Rewrite(input));
    }

    [Fact]
    public void Rewrite_HeadersThatArePublishersToSet_AreKept()
    {
        (string, object?)[] theirs =
        [
            ("messagelb-key", "k"), ("messagelb-tenant", "t"), ("messagelb-deadline", "2026-11-21T12:00:00Z"), ("messagelb-debug", "1"),
            ("cloudEvents:id", "e"), ("MT-Activity-Id", "a"),
        ];

        AssertWritten(new MessageProperties { MessageId = "m", Expiration = "13169544", Headers = Headers(theirs) }, Rewrite(With(theirs)));
    }

    [Theory]
    [InlineData("x-delivery-count")]
    [InlineData("x-acquired-count")]
    [InlineData("x-death")]
    [InlineData("x-first-death-queue")]
    [InlineData("x-last-death-reason")]
    [InlineData("messagelb-delay")]
    [InlineData("BCC")]
    public void Rewrite_HeadersOfTheIngressQueue_AreLeftOut(string header) =>
        AssertWritten(new MessageProperties { MessageId = "m", Headers = Headers() }, Rewrite(With((header, 3L))));

    public static TheoryData<object?, string> CopyKeys => new()
    {
        { new List<object?> { "k1", "k2" }, "k1,k2" },
        { new List<object?> { "k1"u8.ToArray(), "ü"u8.ToArray() }, "k1,ü" },
        { new object[] { "k1" }, "k1" },
        { "k1", "k1" },
        { "k1"u8.ToArray(), "k1" },
        { new List<object?>(), "" },
        { null, "" },
    };

    [Theory]
    [MemberData(nameof(CopyKeys))]
    public void Rewrite_Cc_MovesToAHeaderThatFansNothingOut(object? cc, string moved) =>
        AssertWritten(new MessageProperties { MessageId = "m", Headers = Headers(("messagelb-original-cc", moved)) }, Rewrite(With(("CC", cc))));

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    [InlineData("1000")]
    public void Rewrite_AttemptSentBackByAWorker_IsKeptAsTextOrBytes(string attempt)
    {
        Assert.Equal(attempt, RewriteSentBack(With((HeaderNames.Attempt, attempt))).Headers![HeaderNames.Attempt]);
        Assert.Equal(Encoding.UTF8.GetBytes(attempt), RewriteSentBack(With((HeaderNames.Attempt, Encoding.UTF8.GetBytes(attempt)))).Headers![HeaderNames.Attempt]);
    }

    public static TheoryData<object?> NoAttempts => new((object?[])[null, "", "0", "1001", "-1", "+1", " 1", "1.0", "x", "99999999999999999999", 5, 5L, true]);

    [Theory]
    [MemberData(nameof(NoAttempts))]
    public void Rewrite_AttemptThatIsNone_BecomesTheFirst(object? attempt) =>
        AssertWritten(new MessageProperties { MessageId = "m", Headers = Headers() }, Rewrite(With((HeaderNames.Attempt, attempt))));

    [Fact]
    public void Rewrite_UserOfAnEarlierLeg_IsKeptUnlessThisOneHasAUser()
    {
        var input = With((HeaderNames.UserId, "alice"));
        Assert.Equal("alice", RewriteSentBack(input).Headers![HeaderNames.UserId]);

        input.UserId = "bob";
        Assert.Equal("bob", RewriteSentBack(input).Headers![HeaderNames.UserId]);
    }

    [Fact]
    public void Rewrite_SentBackByAWorker_KeepsThePublishersAddress()
    {
        var input = With((HeaderNames.RoutingKey, "order.new"), (HeaderNames.Exchange, "messagelb.ingress"), (HeaderNames.Attempt, "2"));

        var output = _rewriter.Rewrite(DeliveryOf(input, exchange: "", routingKey: "messagelb.in.orders"), Destination, Now);

        AssertWritten(new MessageProperties { MessageId = "m", Headers = Headers((HeaderNames.Attempt, "2")) }, output);
    }

    [Fact]
    public void Rewrite_PublishedStraightToTheIngressQueue_HasThatAsItsAddress()
    {
        var output = _rewriter.Rewrite(DeliveryOf(With(), exchange: "", routingKey: "messagelb.in.orders"), Destination, Now);

        AssertWritten(
            new MessageProperties { MessageId = "m", Headers = Headers((HeaderNames.RoutingKey, "messagelb.in.orders"), (HeaderNames.Exchange, "")) },
            output);
    }

    [Theory]
    [InlineData("60000", null, "60000")] // no timestamp: nobody knows
    [InlineData(null, 10L, null)]
    [InlineData("60000", 10L, "50544")] // published within the second that ended 9.456 s ago
    [InlineData("60000", 1L, "59544")]
    [InlineData("60000", 0L, "60000")] // this very second: of no age
    [InlineData("300", 0L, "300")] // so a short life is not over on arrival
    [InlineData("300", 1L, "1")]
    [InlineData("5000", 3600L, "1")]
    [InlineData("0", 10L, "1")]
    [InlineData("5000", 86_405L, "1")]
    [InlineData("5000", 86_406L, "5000")] // more than a day beyond its life: a wrong clock
    [InlineData("60000", -5L, "60000")] // from the future
    [InlineData("soon", 10L, "soon")]
    [InlineData("-5", 10L, "-5")]
    [InlineData("99999999999999999999", 10L, "99999999999999999999")]
    public void Rewrite_Expiration_IsLessTheLeastAgeThatTheTimestampShows(string? expiration, long? secondsAgo, string? expected)
    {
        var input = With();
        input.Expiration = expiration;
        input.Timestamp = secondsAgo is { } ago ? Now.ToUnixTimeSeconds() - ago : null;

        var output = Rewrite(input);

        Assert.Equal((expected, input.Timestamp), (output.Expiration, output.Timestamp));
    }

    [Theory]
    [InlineData(1_795_249_230_456L)] // milliseconds
    [InlineData(1_795_249_230_456_789L)] // microseconds
    [InlineData(1_795_249_230_456_789_012L)] // nanoseconds: times a thousand it overflows
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    [InlineData(0L)]
    [InlineData(-1L)]
    public void Rewrite_TimestampInAWrongUnit_LeavesTheExpirationAlone(long timestamp)
    {
        var input = With();
        input.Expiration = "60000";
        input.Timestamp = timestamp;

        Assert.Equal("60000", Rewrite(input).Expiration);
    }

    [Fact]
    public void Rewrite_DispatchedAt_IsUtcToTheMillisecond()
    {
        string? At(DateTimeOffset now) => (string?)_rewriter.Rewrite(DeliveryOf(With()), Destination, now).Headers![HeaderNames.DispatchedAt];

        Assert.Equal("2026-11-21T08:20:30.456Z", At(Now));
        Assert.Equal("2026-11-21T08:20:30.456Z", At(Now.AddTicks(9999)));
        Assert.Equal("2026-11-21T08:20:30.457Z", At(Now.AddMilliseconds(1)));
        Assert.Equal("2026-11-21T08:20:30.456Z", At(Now.ToOffset(TimeSpan.FromHours(-7))));
    }

    [Fact]
    public void Rewrite_AnotherDestination_IsNamed()
    {
        Rewrite(With());

        var output = _rewriter.Rewrite(DeliveryOf(With()), new DestinationState("orders", "b", 1), Now);

        AssertWritten(new MessageProperties { MessageId = "m", Headers = Headers(("messagelb-destination", "b")) }, output);
    }

    private static MessageProperties EverythingSet() => new()
    {
        ContentType = "t",
        ContentEncoding = "e",
        Persistent = true,
        Priority = 1,
        CorrelationId = "c",
        ReplyTo = "r",
        Expiration = "9",
        MessageId = "m-1",
        Timestamp = 12,
        Type = "y",
        UserId = "u",
        AppId = "p",
        Headers = new Dictionary<string, object?> { ["h"] = "v", ["CC"] = "c", ["x-delivery-count"] = 1L, ["messagelb-attempt"] = "3" },
    };

    private static MessageProperties With(params (string Name, object? Value)[] headers) =>
        new() { MessageId = "m", Headers = headers.ToDictionary(h => h.Name, h => h.Value) };

    /// <summary>The headers of a hand-over to destination a, with these added or in place of them.</summary>
    private static Dictionary<string, object?> Headers(params (string Name, object? Value)[] others)
    {
        var headers = new Dictionary<string, object?>
        {
            ["messagelb-destination"] = "a",
            ["messagelb-group"] = "orders",
            ["messagelb-policy"] = "response_time",
            ["messagelb-dispatcher"] = "d1",
            ["messagelb-dispatched-at"] = "2026-11-21T08:20:30.456Z",
            ["messagelb-attempt"] = "1",
            ["messagelb-routing-key"] = "order.new",
            ["messagelb-exchange"] = "messagelb.ingress",
        };
        foreach (var (name, value) in others) headers[name] = value;
        return headers;
    }

    private static Delivery DeliveryOf(MessageProperties properties, string exchange = "messagelb.ingress", string routingKey = "order.new") =>
        new(1, exchange, routingKey, Redelivered: false, properties, Body: default);

    private static void AssertWritten(MessageProperties expected, MessageProperties actual) => Assert.Equal(Text(expected), Text(actual));

    private static string Text(MessageProperties message)
    {
        var lines = typeof(MessageProperties).GetProperties()
            .Where(p => p.Name != nameof(MessageProperties.Headers))
            .Select(p => $"{p.Name}: {p.GetValue(message) ?? "(absent)"}")
            .Concat((message.Headers ?? new Dictionary<string, object?>()).Select(h => $"{h.Key} = {h.Value ?? "(null)"} ({h.Value?.GetType().Name})"))
            .Order(StringComparer.Ordinal);
        return string.Join(Environment.NewLine, lines);
    }

    private MessageProperties RewriteSentBack(MessageProperties input) =>
        _rewriter.Rewrite(DeliveryOf(input, exchange: "", routingKey: "messagelb.in.orders"), Destination, Now);

    private MessageProperties Rewrite(MessageProperties input) => _rewriter.Rewrite(DeliveryOf(input), Destination, Now);
}

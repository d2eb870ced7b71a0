using System.Text;
using MessageLB.Core.DeadLetters;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.DeadLetters;

public sealed class DeadLetterTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 26, 8, 0, 1, TimeSpan.Zero);

    [Fact]
    public void Of_OneThatTheDispatcherMade_TellsItsStory()
    {
        var letter = Given.Letter(
            (HeaderNames.DeadReason, "attempts"), (HeaderNames.DeadAt, "2026-11-26T08:00:01.500Z"), (HeaderNames.Attempt, "5"u8.ToArray()),
            (HeaderNames.LastError, "TimeoutException: too: slow"), (HeaderNames.Tried, "a,b"), (HeaderNames.Exchange, "shop"), (HeaderNames.RoutingKey, "order.new"),
            (HeaderNames.Replayed, "2"), (HeaderNames.ReplayRun, "r"), ("x-delivery-count", 3L));

        Assert.Equal(("attempts", "TimeoutException", "too: slow", 5), (letter.Reason, letter.ErrorKind, letter.ErrorText, letter.Attempt));
        Assert.Equal(["a", "b"], letter.Tried);
        Assert.Equal((At.AddMilliseconds(500), "shop", "order.new"), (letter.DeadAt, letter.Exchange, letter.RoutingKey));
        Assert.Equal((2, "r", 3L, "m", 4, "body"), (letter.Replayed, letter.ReplayRun, letter.Returns, letter.MessageId, letter.Size, Encoding.UTF8.GetString(letter.Body.Span)));
        Assert.Equal("TimeoutException: too: slow", letter.Error);
    }

    [Fact]
    public void Of_OneThatTheBrokerMade_GoesByItsRecordOfDeaths()
    {
        var letter = Given.Letter(("x-death", Given.Death("rejected", "messagelb.ingress", "order.new", At)));

        Assert.Equal(("rejected", At, "messagelb.ingress", "order.new", 1), (letter.Reason, letter.DeadAt, letter.Exchange, letter.RoutingKey, letter.Attempt));
        Assert.Null(letter.Error);
    }

    [Fact]
    public void Of_OneWithoutHeaders_SaysSo()
    {
        var letter = DeadLetter.Of(Given.Delivery(new MessageProperties()), 2);

        Assert.Equal((DeadLetter.UnknownReason, null, null, "orders", 4, 2), (letter.Reason, letter.DeadAt, letter.Exchange, letter.RoutingKey, letter.Size, letter.Body.Length));
    }

    [Theory]
    [InlineData("x-death", "text")]
    [InlineData(HeaderNames.DeadAt, "yesterday-ish")]
    [InlineData(HeaderNames.Attempt, "-4")]
    [InlineData(HeaderNames.Attempt, "99999999999999999999")]
    [InlineData(HeaderNames.Replayed, "often")]
    public void Of_AHeaderThatCannotBeRead_IsAsWithoutIt(string name, string value)
    {
        var letter = Given.Letter((name, value));

        Assert.Equal((DeadLetter.UnknownReason, null, 1, 0), (letter.Reason, letter.DeadAt, letter.Attempt, letter.Replayed));
    }

    [Theory]
    [InlineData("no colon here", null, "no colon here")]
    [InlineData(": nothing before", null, ": nothing before")]
    [InlineData("Boom:", "Boom", "")]
    [InlineData("", null, null)]
    public void Of_AnError_IsSplitAtItsFirstColon(string error, string? kind, string? text)
    {
        var letter = Given.Letter((HeaderNames.LastError, error));

        Assert.Equal((kind, text), (letter.ErrorKind, letter.ErrorText));
    }

    [Fact]
    public void Of_TheBodyOfADelivery_IsACopy()
    {
        var body = "body"u8.ToArray();
        var letter = DeadLetter.Of(Given.Delivery(new MessageProperties(), body), 10);

        body[0] = 0;

        Assert.Equal("body"u8.ToArray(), letter.Body.ToArray());
    }
}

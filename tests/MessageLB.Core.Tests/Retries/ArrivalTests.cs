using System.Text;
using MessageLB.Core.Retries;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Retries;

public sealed class ArrivalTests
{
    [Fact]
    public void Of_AMessageWithoutHeaders_IsReady() =>
        Assert.Equal(new Arrival(ArrivalKind.Ready, 1, default, null, null), Arrival.Of(Delivery("messagelb.ingress", null), "orders"));

    [Fact]
    public void Of_APublishersAttemptAndError_AreNotBelieved() =>
        Assert.Equal(ArrivalKind.Ready, Of("messagelb.ingress", (HeaderNames.Attempt, "4"), (HeaderNames.Error, "Boom: x")).Kind);

    [Fact]
    public void Of_APublishersDelay_IsEarly()
    {
        var arrival = Of("messagelb.ingress", (HeaderNames.Delay, "30000"));

        Assert.Equal(new Arrival(ArrivalKind.Early, 1, TimeSpan.FromSeconds(30), null, null), arrival);
    }

    [Theory]
    [InlineData("99")]
    [InlineData("-1")]
    [InlineData("soon")]
    [InlineData("")]
    public void Of_ADelayThatIsOverOrNone_IsReady(string delay) => Assert.Equal(ArrivalKind.Ready, Of("messagelb.ingress", (HeaderNames.Delay, delay)).Kind);

    [Fact]
    public void Of_ADelayBeyondTheLongest_IsTheLongest() =>
        Assert.Equal(TimeSpan.FromDays(7), Of("messagelb.ingress", (HeaderNames.Delay, "9223372036854775807")).Wait);

    [Fact]
    public void Of_OneThatItsWorkerSentBackWithAnError_FailedWithTheAttemptBefore()
    {
        var arrival = Of("", (HeaderNames.Attempt, "3"), (HeaderNames.Destination, "a"), (HeaderNames.Error, "TimeoutException: too slow"));

        Assert.Equal(new Arrival(ArrivalKind.Failed, 2, default, "TimeoutException: too slow", "a"), arrival);
        Assert.Equal("TimeoutException", arrival.ErrorKind);
    }

    [Fact]
    public void Of_OneThatWasGivenBack_IsReadyWithItsAttempt() => Assert.Equal(new Arrival(ArrivalKind.Ready, 3, default, null, null), Of("", (HeaderNames.Attempt, "3")));

    [Theory]
    [InlineData("rejected", ArrivalKind.Failed)]
    [InlineData("expired", ArrivalKind.Expired)]
    [InlineData("delivery_limit", ArrivalKind.Lethal)]
    public void Of_ADeathInTheGroupsWorkQueue_SaysWhatItWas(string reason, ArrivalKind kind)
    {
        var arrival = Of("", (HeaderNames.Attempt, "2"), (HeaderNames.Destination, "a"), ("x-death", Deaths("messagelb.work.orders.a", reason)));

        Assert.Equal(new Arrival(kind, 2, default, null, "a"), arrival);
    }

    [Theory]
    [InlineData("messagelb.delay.1000")]
    [InlineData("messagelb.work.invoices.a")]
    public void Of_ADeathElsewhere_SaysNothing(string queue)
    {
        var arrival = Of("", (HeaderNames.Attempt, "2"), (HeaderNames.Delay, "400"), ("x-death", Deaths(queue, "expired")));

        Assert.Equal(new Arrival(ArrivalKind.Early, 2, TimeSpan.FromMilliseconds(400), null, null), arrival);
    }

    [Theory]
    [InlineData(42)]
    [InlineData("text")]
    public void Of_ADeathRecordOfAnotherShape_SaysNothing(object record) => Assert.Equal(ArrivalKind.Ready, Of("", ("x-death", record)).Kind);

    [Fact]
    public void Of_ALongError_IsCut() => Assert.Equal(new string('x', FailureNotes.LongestError), Of("", (HeaderNames.Error, new string('x', 5000))).Error);

    private static List<object?> Deaths(string queue, string reason) =>
    [
        new Dictionary<string, object?> { ["queue"] = Encoding.UTF8.GetBytes(queue), ["reason"] = Encoding.UTF8.GetBytes(reason), ["count"] = 1L },
        new Dictionary<string, object?> { ["queue"] = "messagelb.work.orders.b", ["reason"] = "expired" },
    ];

    private static Arrival Of(string exchange, params (string Name, object? Value)[] headers) =>
        Arrival.Of(Delivery(exchange, headers.ToDictionary(h => h.Name, h => h.Value)), "orders");

    private static Delivery Delivery(string exchange, Dictionary<string, object?>? headers) =>
        new(1, exchange, "orders.new", false, new MessageProperties { MessageId = "m", Headers = headers }, default);
}

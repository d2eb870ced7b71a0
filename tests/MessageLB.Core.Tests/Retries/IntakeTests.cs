using MessageLB.Core.Configuration;
using MessageLB.Core.Retries;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Retries;

public sealed class IntakeTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);
    private readonly Intake _intake = new("orders", new RetryConfig { MaxAttempts = 3, Jitter = 0 }, new Random(1));

    [Fact]
    public void Take_FreshMessage_IsItselfAndHandedOver()
    {
        var delivery = Delivery("messagelb.ingress");

        var incoming = _intake.Take(delivery, Now);

        Assert.Equal((NextStep.HandOver(1), null), (incoming.Step, incoming.FailedAt));
        Assert.Same(delivery.Properties, incoming.Delivery.Properties);
    }

    [Fact]
    public void Take_FailedAttempt_NotesTheNextOneTheErrorAndThePlace()
    {
        var delivery = Delivery("", (HeaderNames.Attempt, "2"), (HeaderNames.Destination, "a"), (HeaderNames.Error, "Boom: x"), (HeaderNames.Tried, "b"));

        var incoming = _intake.Take(delivery, Now);

        Assert.Equal((new NextStep(NextStepKind.Wait, 2, TimeSpan.FromSeconds(1)), "a"), (incoming.Step, incoming.FailedAt));
        Assert.Equal(
            [("messagelb-attempt", "2"), ("messagelb-destination", "a"), ("messagelb-last-error", "Boom: x"), ("messagelb-tried", "b,a")],
            incoming.Delivery.Properties.Headers!.OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => (h.Key, h.Value)));
        Assert.True(delivery.Properties.Headers!.ContainsKey(HeaderNames.Error), "the delivery itself was changed");
    }

    [Fact]
    public void Take_RejectedWithoutAWord_CountsTheAttempt()
    {
        var death = new List<object?> { new Dictionary<string, object?> { ["queue"] = "messagelb.work.orders.a", ["reason"] = "rejected" } };

        var incoming = _intake.Take(Delivery("", (HeaderNames.Attempt, "2"), (HeaderNames.Destination, "a"), ("x-death", death)), Now);

        Assert.Equal("3", incoming.Delivery.Properties.Headers![HeaderNames.Attempt]);
        Assert.Equal(new NextStep(NextStepKind.Wait, 3, TimeSpan.FromSeconds(2)), incoming.Step);
    }

    [Fact]
    public void Take_LastAttemptFailed_IsADeadLetterThatKnowsItsAttempts()
    {
        var incoming = _intake.Take(Delivery("", (HeaderNames.Attempt, "4"), (HeaderNames.Destination, "a"), (HeaderNames.Error, "")), Now);

        Assert.Equal(NextStep.Dead(3, DeadReasons.Attempts), incoming.Step);
        Assert.Equal("3", incoming.Delivery.Properties.Headers![HeaderNames.Attempt]);
    }

    [Theory]
    [InlineData("2026-11-21T07:59:59.999Z", NextStepKind.Dead)]
    [InlineData("2026-11-21T08:00:00.001Z", NextStepKind.HandOver)]
    [InlineData("soon", NextStepKind.HandOver)]
    public void Take_ADeadline_CountsUntilItIsOver(string deadline, NextStepKind kind) =>
        Assert.Equal(kind, _intake.Take(Delivery("messagelb.ingress", (HeaderNames.Deadline, deadline)), Now).Step.Kind);

    [Theory]
    [InlineData("4", NextStepKind.HandOver)]
    [InlineData("5", NextStepKind.Dead)]
    [InlineData("many", NextStepKind.HandOver)]
    public void Take_KilledItsWorkers_IsQuarantinedAfterFive(string crashes, NextStepKind kind)
    {
        var step = _intake.Take(Delivery("", (HeaderNames.Attempt, "1"), (HeaderNames.Crashes, crashes)), Now).Step;

        Assert.Equal((kind, kind == NextStepKind.Dead ? DeadReasons.Quarantine : null), (step.Kind, step.Reason));
    }

    [Fact]
    public void Take_AFailureAfterCrashes_EndsTheirCount()
    {
        var incoming = _intake.Take(Delivery("", (HeaderNames.Attempt, "2"), (HeaderNames.Destination, "a"), (HeaderNames.Error, "x"), (HeaderNames.Crashes, "7")), Now);

        Assert.Equal(NextStepKind.Wait, incoming.Step.Kind);
        Assert.False(incoming.Delivery.Properties.Headers!.ContainsKey(HeaderNames.Crashes));
    }

    [Fact]
    public void Take_FailedAtTheSamePlaceAgain_NamesItOnceAndLast() =>
        Assert.Equal("b,a", Tried("a,b", "a"));

    [Fact]
    public void Take_FailedAtManyPlaces_ForgetsTheFirst()
    {
        var tried = string.Join(',', Enumerable.Range(0, FailureNotes.MostTried).Select(i => $"d{i}"));

        Assert.Equal($"{tried[3..]},a", Tried(tried, "a"));
    }

    private object? Tried(string before, string at) =>
        _intake.Take(Delivery("", (HeaderNames.Attempt, "2"), (HeaderNames.Destination, at), (HeaderNames.Error, "x"), (HeaderNames.Tried, before)), Now).Delivery.Properties.Headers![HeaderNames.Tried];

    private static Delivery Delivery(string exchange, params (string Name, object? Value)[] headers) =>
        new(1, exchange, "orders.new", false, new MessageProperties { MessageId = "m", Headers = headers.ToDictionary(h => h.Name, h => h.Value) }, default);
}

using MessageLB.Core.Configuration;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Retries;

public sealed class RetryTests
{
    [Fact]
    public async Task Failed_Once_ComesBackAfterItsWaitWithTheAttemptAndThePlaceNoted()
    {
        await using var rig = await RetryRig.StartAsync(new RetryConfig { Delay = TimeSpan.FromSeconds(1) });
        await rig.PublishAsync("m");

        await rig.FailAsync("TimeoutException: slow");
        await rig.ReadyInAsync("messagelb.delay.1000", 1);
        rig.Time.Advance(TimeSpan.FromMilliseconds(999));
        var early = await rig.ReadyAsync("messagelb.delay.1000");
        rig.Time.Advance(TimeSpan.FromMilliseconds(2));
        var again = await rig.TakeAsync(RetryRig.Work);

        Assert.Equal(1, early);
        Assert.Equal(("m", "2", "a", "TimeoutException: slow"), (again.Properties.MessageId, Header(again, HeaderNames.Attempt), Header(again, HeaderNames.Tried), Header(again, HeaderNames.LastError)));
        Assert.Equal((Names.IngressExchange, "orders.new"), (Header(again, HeaderNames.Exchange), Header(again, HeaderNames.RoutingKey)));
        Assert.Null(Header(again, HeaderNames.Delay));
        Assert.DoesNotContain(again.Properties.Headers!.Keys, k => k.StartsWith("x-", StringComparison.Ordinal) || k == HeaderNames.Error);
    }

    [Fact]
    public async Task Failed_AsOftenAsItMay_IsADeadLetterThatTellsItsStory()
    {
        await using var rig = await RetryRig.StartAsync(new RetryConfig { Delay = TimeSpan.FromMilliseconds(100), MaxAttempts = 2 });
        await rig.PublishAsync("m");

        await rig.FailAsync("Boom: first");
        await rig.ReadyInAsync("messagelb.delay.100", 1);
        rig.Time.Advance(TimeSpan.FromMilliseconds(101));
        await rig.FailAsync("Boom: second");
        var dead = await rig.TakeAsync(RetryRig.Dead);

        Assert.Equal(("attempts", "2", "a", "Boom: second"), (Header(dead, HeaderNames.DeadReason), Header(dead, HeaderNames.Attempt), Header(dead, HeaderNames.Tried), Header(dead, HeaderNames.LastError)));
        Assert.Equal(WireTime.Write(rig.Time.GetUtcNow()), Header(dead, HeaderNames.DeadAt));
        // Counted when the dispatcher hears of the confirm, which may be after the message is there.
        await Eventually.TrueAsync(() => ValueTask.FromResult((rig.Group.Counters.Retried, rig.Group.Counters.Buried) == (1, 1)), "one is counted as retried, and as dead", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Rejected_ByAWorkerThatKnowsNothingOfUs_IsAFailedAttempt()
    {
        await using var rig = await RetryRig.StartAsync(new RetryConfig { Delay = TimeSpan.Zero });
        await rig.PublishAsync("m");

        await rig.TakeAsync(RetryRig.Work, (receiver, tag) => receiver.RejectAsync(tag));
        var again = await rig.TakeAsync(RetryRig.Work);

        Assert.Equal(("2", "a"), (Header(again, HeaderNames.Attempt), Header(again, HeaderNames.Tried)));
    }

    [Fact]
    public async Task Waits_OfSeveralSteps_AddUp()
    {
        await using var rig = await RetryRig.StartAsync(new RetryConfig { Delay = TimeSpan.FromMilliseconds(1300) });
        await rig.PublishAsync("m");

        await rig.FailAsync("x");
        foreach (var step in (int[])[1000, 200, 100])
        {
            await rig.ReadyInAsync($"messagelb.delay.{step}", 1);
            Assert.Equal(0, await rig.ReadyAsync(RetryRig.Work));
            rig.Time.Advance(TimeSpan.FromMilliseconds(step + 1));
        }

        Assert.Equal("2", Header(await rig.TakeAsync(RetryRig.Work), HeaderNames.Attempt));
    }

    [Fact]
    public async Task Expired_AtTheDestination_IsADeadLetter()
    {
        await using var rig = await RetryRig.StartAsync();
        await rig.PublishAsync("m", expiration: "500");

        await rig.ReadyInAsync(RetryRig.Work, 1);
        rig.Time.Advance(TimeSpan.FromMilliseconds(501));
        var dead = await rig.TakeAsync(RetryRig.Dead);

        Assert.Equal(("expired", "1"), (Header(dead, HeaderNames.DeadReason), Header(dead, HeaderNames.Attempt)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Delay_FromThePublisher_IsWaitedForBeforeTheFirstAttempt(bool rules)
    {
        await using var rig = await RetryRig.StartAsync(with: group => group with { Priority = rules });
        await rig.PublishAsync("m", headers: (HeaderNames.Delay, "2000"));

        await rig.ReadyInAsync("messagelb.delay.2000", 1);
        var early = await rig.ReadyAsync(RetryRig.Work);
        rig.Time.Advance(TimeSpan.FromMilliseconds(2001));
        var message = await rig.TakeAsync(RetryRig.Work);

        Assert.Equal(0, early);
        Assert.Equal(("1", null, Names.IngressExchange), (Header(message, HeaderNames.Attempt), Header(message, HeaderNames.Delay), Header(message, HeaderNames.Exchange)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Deadline_Over_IsADeadLetterThatNoWorkerSees(bool rules)
    {
        await using var rig = await RetryRig.StartAsync(with: group => group with { Priority = rules });

        await rig.PublishAsync("late", headers: (HeaderNames.Deadline, WireTime.Write(rig.Time.GetUtcNow() - TimeSpan.FromSeconds(1))));
        var dead = await rig.TakeAsync(RetryRig.Dead);
        await rig.PublishAsync("early", headers: (HeaderNames.Deadline, WireTime.Write(rig.Time.GetUtcNow() + TimeSpan.FromSeconds(5))));
        var message = await rig.TakeAsync(RetryRig.Work);

        Assert.Equal(("late", "deadline"), (dead.Properties.MessageId, Header(dead, HeaderNames.DeadReason)));
        Assert.Equal(("early", "5000"), (message.Properties.MessageId, message.Properties.Expiration));
    }

    [Fact]
    public async Task DeadLetterQueue_IsNotThere_TheMessageStaysUntilItIs()
    {
        await using var rig = await RetryRig.StartAsync(new RetryConfig { MaxAttempts = 1 });
        await rig.DeleteQueueAsync(RetryRig.Dead);
        await rig.PublishAsync("m");

        await rig.FailAsync("x");
        await rig.Log.FirstAsync(2091, TestContext.Current.CancellationToken);
        await rig.DeclareDeadQueueAsync();
        await Eventually.TrueAsync(
            async () =>
            {
                rig.Time.Advance(TimeSpan.FromMilliseconds(100));
                return await rig.ReadyAsync(RetryRig.Dead) == 1;
            },
            "the dead letter is in its queue",
            TestContext.Current.CancellationToken);

        Assert.Equal("attempts", Header(await rig.TakeAsync(RetryRig.Dead), HeaderNames.DeadReason));
    }

    private static string? Header(ReceivedMessage message, string name) => HeaderValues.GetText(message.Properties.Headers, name);
}

using MessageLB.Dispatcher.Tests.Worker.Fakes;
using MessageLB.Transport;
using MessageLB.Worker;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Worker;

public sealed class SettlingTests
{
    private const string Ingress = "messagelb.in.orders";
    private const string Retries = "messagelb.retry.orders";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Done_Acknowledges()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();

        await FinishAsync(rig, session, HandlerResult.Done);

        await SettledAsync(session, "ack 1");
        Assert.Empty(session.Publishes.Items);
        Assert.Equal((1, 0, 0), Counts(await ReportedAsync(session)));
    }

    [Fact]
    public async Task Drop_PublishesADeadLetterThenAcknowledges()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();

        await FinishAsync(rig, session, HandlerResult.Drop("no such order"), attempt: 2, with: p => p.Expiration = "9000");

        await SettledAsync(session, "publish orders", "ack 1");
        var publish = Assert.Single(session.Publishes.Items);
        Assert.Equal((Names.DeadExchange, "orders", "m"), (publish.Exchange, publish.RoutingKey, System.Text.Encoding.UTF8.GetString(publish.Body)));
        Assert.Equal(("2", "dropped", "no such order", "a"), (publish.Header(HeaderNames.Attempt), publish.Header(HeaderNames.DeadReason), publish.Header(HeaderNames.LastError), publish.Header(HeaderNames.Tried)));
        Assert.Equal(WireTime.Write(rig.Time.GetUtcNow()), publish.Header(HeaderNames.DeadAt));
        Assert.Equal((Names.IngressExchange, "order.eu.new"), (publish.Header(HeaderNames.Exchange), publish.Header(HeaderNames.RoutingKey)));
        Assert.Null(publish.Properties.Expiration);
        Assert.Equal((0, 1, 0), Counts(await ReportedAsync(session)));
        Assert.Contains(rig.Logs.Of(3030), l => l.Text.EndsWith("no such order", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Deadline_Over_NoHandlerSeesTheMessageAndItIsADeadLetter()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();

        await WorkerRig.DeliverAsync(session, "m", with: p => p.Headers![HeaderNames.Deadline] = WireTime.Write(rig.Time.GetUtcNow() - TimeSpan.FromMilliseconds(1)));

        await SettledAsync(session, "publish orders", "ack 1");
        Assert.Equal("deadline", Assert.Single(session.Publishes.Items).Header(HeaderNames.DeadReason));
        Assert.Equal((0, 0, 1), Counts(await ReportedAsync(session)));
    }

    [Fact]
    public async Task Retry_PublishesToTheGroupWithTheAttemptCountedThenAcknowledges()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();

        await FinishAsync(rig, session, HandlerResult.Retry("later"), attempt: 2);

        await SettledAsync(session, $"publish {Retries}", "ack 1");
        var publish = Assert.Single(session.Publishes.Items);
        Assert.Equal((string.Empty, Retries, "m"), (publish.Exchange, publish.RoutingKey, System.Text.Encoding.UTF8.GetString(publish.Body)));
        Assert.Equal(("3", "later"), (publish.Header(HeaderNames.Attempt), publish.Header(HeaderNames.Error)));
        Assert.Equal((0, 1, 0), Counts(await ReportedAsync(session)));
    }

    [Fact]
    public async Task Return_PublishesToTheGroupWithTheAttemptUnchangedThenAcknowledges()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();

        await FinishAsync(rig, session, HandlerResult.Return("warming up"), attempt: 2);

        await SettledAsync(session, $"publish {Ingress}", "ack 1");
        var publish = Assert.Single(session.Publishes.Items);
        Assert.Equal("2", publish.Header(HeaderNames.Attempt));
        Assert.False(publish.Properties.Headers!.ContainsKey(HeaderNames.Error));
        Assert.Equal((0, 0, 1), Counts(await ReportedAsync(session)));
    }

    [Fact]
    public async Task Retry_KeepsPropertiesHeadersAndWhereThePublisherSentIt()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();

        await FinishAsync(rig, session, HandlerResult.Retry("later"), with: p =>
        {
            (p.ContentEncoding, p.CorrelationId, p.ReplyTo, p.Expiration) = ("gzip", "c", "r", "9000");
            (p.Type, p.AppId, p.Timestamp, p.Priority) = ("t", "app", 1_234_567_890, 7);
            (p.Headers!["number"], p.Headers["nothing"]) = (42L, null);
        });

        await SettledAsync(session, $"publish {Retries}", "ack 1");
        var publish = Assert.Single(session.Publishes.Items);
        var p = publish.Properties;
        Assert.Equal(("id-m", "text/plain", "gzip", true), (p.MessageId, p.ContentType, p.ContentEncoding, p.Persistent));
        Assert.Equal(("c", "r", "9000", "t"), (p.CorrelationId, p.ReplyTo, p.Expiration, p.Type));
        Assert.Equal(("app", 1_234_567_890L, (byte)7), (p.AppId, p.Timestamp!.Value, p.Priority!.Value));
        Assert.Equal((Names.IngressExchange, "order.eu.new"), (publish.Header(HeaderNames.Exchange), publish.Header(HeaderNames.RoutingKey)));
        Assert.Equal(("d1", "berlin"), (publish.Header(HeaderNames.Dispatcher), publish.Header("shop")));
        Assert.Equal((42L, null), (p.Headers!["number"], p.Headers["nothing"]));
    }

    [Fact]
    public async Task Retry_UserIdAndCopies_DoNotTravel()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();

        await FinishAsync(rig, session, HandlerResult.Retry("later"), with: p =>
        {
            p.UserId = "alice";
            (p.Headers!["CC"], p.Headers["BCC"]) = (new List<object> { "elsewhere" }, new List<object> { "hidden" });
        });

        await SettledAsync(session, $"publish {Retries}", "ack 1");
        var properties = Assert.Single(session.Publishes.Items).Properties;
        Assert.Null(properties.UserId);
        Assert.DoesNotContain(properties.Headers!.Keys, k => k is "CC" or "BCC");
    }

    [Theory]
    [InlineData(PublishOutcome.Refused)]
    [InlineData(PublishOutcome.Returned)]
    public async Task Retry_NotConfirmed_PausesThenGivesTheDeliveryBack(PublishOutcome outcome)
    {
        await using var rig = new WorkerRig();
        rig.Transport.Outcome = () => outcome;
        var session = await rig.StartAsync();

        await FinishAsync(rig, session, HandlerResult.Retry("later"));
        await WorkerRig.CallsAsync(session, $"publish {Retries}");
        await rig.Time.WaitForTimersAsync(2, Token); // the heartbeat's and the pause's
        rig.Time.Advance(TimeSpan.FromMilliseconds(99));
        var during = Settlements(session);
        rig.Time.Advance(TimeSpan.FromMilliseconds(1));

        await SettledAsync(session, $"publish {Retries}", "return 1");
        Assert.Equal([$"publish {Retries}"], during);
        Assert.Equal((0, 0, 1), Counts(await ReportedAsync(session)));
        Assert.Single(rig.Logs.Of(3034));
    }

    [Theory]
    [InlineData(HandlerResultKind.Retry, "publish messagelb.retry.orders", "ack 1")]
    [InlineData(HandlerResultKind.Drop, "publish orders", "ack 1")]
    [InlineData(HandlerResultKind.Return, "publish messagelb.in.orders", "ack 1")]
    public async Task Exception_MeansWhatTheOptionsSay(HandlerResultKind meaning, params string[] calls)
    {
        await using var rig = new WorkerRig(o => o.OnException = meaning);
        var session = await rig.StartAsync();
        await WorkerRig.DeliverAsync(session, "m");

        (await rig.CallAsync("m")).Throw(new InvalidOperationException("broken"));

        await SettledAsync(session, calls);
        Assert.Equal(meaning == HandlerResultKind.Return ? (0, 0, 1) : (0, 1, 0), Counts(await ReportedAsync(session)));
        Assert.Equal(1, rig.Worker.Status.Exceptions);
    }

    [Fact]
    public async Task Exception_OfOneKindAgain_IsLoggedOncePerMinuteWithoutTheBody()
    {
        await using var rig = new WorkerRig(o => o.OnException = HandlerResultKind.Drop);
        var session = await rig.StartAsync();

        await ThrowAsync("secret 1", new InvalidOperationException("broken"));
        await ThrowAsync("secret 2", new InvalidOperationException("broken again"));
        await ThrowAsync("secret 3", new TimeoutException("slow"));
        rig.Time.Advance(TimeSpan.FromMinutes(1));
        await ThrowAsync("secret 4", new InvalidOperationException("broken still"));

        Assert.Equal(
            ["InvalidOperationException for message id-secret 1, which means Drop; 0 more", "TimeoutException for message id-secret 3, which means Drop; 0 more", "InvalidOperationException for message id-secret 4, which means Drop; 1 more"],
            rig.Logs.Of(3020).Select(l => l.Text.Replace("The handler threw ", string.Empty, StringComparison.Ordinal).Replace(" of this kind since the last line", string.Empty, StringComparison.Ordinal)));

        async Task ThrowAsync(string text, Exception exception)
        {
            await WorkerRig.DeliverAsync(session, text);
            (await rig.CallAsync(text)).Throw(exception);
            await WorkerRig.CallsAsync(session, $"ack {text[^1]}");
        }
    }

    [Fact]
    public async Task Settle_SessionEndedMeanwhile_CountsNothing()
    {
        await using var rig = new WorkerRig();
        var session = await rig.StartAsync();
        await WorkerRig.DeliverAsync(session, "m");
        var call = await rig.CallAsync("m");
        session.End("cable cut");
        var next = await rig.ReconnectAsync(2);

        call.Finish(HandlerResult.Retry("later"));
        await WorkerRig.DeliverAsync(next, "again");
        (await rig.CallAsync("again")).Finish(HandlerResult.Done);

        await SettledAsync(next, "ack 1");
        Assert.Equal((1, 0, 0), Counts(await ReportedAsync(next)));
        Assert.Empty(Settlements(session));
        Assert.Empty(next.Publishes.Items);
        Assert.Equal(1, rig.Worker.Status.Unsettled);
    }

    private static async Task FinishAsync(WorkerRig rig, FakeSession session, HandlerResult result, int attempt = 1, Action<MessageProperties>? with = null)
    {
        await WorkerRig.DeliverAsync(session, "m", attempt, with: with);
        (await rig.CallAsync("m")).Finish(result);
    }

    private static async Task SettledAsync(FakeSession session, params string[] calls)
    {
        await WorkerRig.CallsAsync(session, calls[^1]);
        Assert.Equal(calls, Settlements(session));
    }

    private static IEnumerable<string> Settlements(FakeSession session) =>
        session.Calls.Items.Where(c => c.Split(' ')[0] is "publish" or "ack" or "reject" or "return");

    private static Task<Heartbeat> ReportedAsync(FakeSession session) => WorkerRig.HeartbeatAsync(session, h => h.Settled == 1, "the settled message");

    private static (long Done, long Failed, long Returned) Counts(Heartbeat heartbeat) => (heartbeat.Done, heartbeat.Failed, heartbeat.Returned);
}

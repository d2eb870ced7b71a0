using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Dispatcher.Tests.InMemory;

public sealed class InMemoryExpiryTests : EmbeddedBroker
{
    [Fact]
    public async Task Expiration_Reached_MovesTheMessageToTheDeadLetterExchange()
    {
        var session = await OpenAsync();
        var queue = await DeclareWithDeadLettersAsync(session);
        await PublishAsync(session, queue, "a", "1500");

        Time.Advance(TimeSpan.FromMilliseconds(1499));
        var before = (await DepthAsync(session, queue), await DepthAsync(session, "dead"));
        Time.Advance(TimeSpan.FromMilliseconds(2));

        Assert.Equal((new QueueDepth(1, 0), new QueueDepth(0, 0)), before);
        Assert.Equal((new QueueDepth(0, 0), new QueueDepth(1, 0)), (await DepthAsync(session, queue), await DepthAsync(session, "dead")));
        var handler = RecordingDeliveryHandler.Acking();
        await ReceiveAsync(session, "dead", handler);
        var letter = Assert.Single(await handler.TakeAsync(1, Token));
        Assert.Equal(("a", "parked", null), (letter.Text, letter.RoutingKey, letter.Properties.Expiration));
        var death = Assert.IsType<Dictionary<string, object?>>(Assert.Single(Assert.IsType<List<object?>>(letter.Properties.Headers!["x-death"])));
        Assert.Equal(("expired", queue, 1L, "1500"), (death["reason"], death["queue"], death["count"], death["original-expiration"]));
    }

    [Fact]
    public async Task Expiration_BehindAMessageThatStays_WaitsForItsTurn()
    {
        var session = await OpenAsync();
        var queue = await DeclareWithDeadLettersAsync(session);
        await PublishAsync(session, queue, "stays", expiration: null);
        await PublishAsync(session, queue, "expires", "100");
        Time.Advance(TimeSpan.FromSeconds(1));
        var handler = new RecordingDeliveryHandler();

        var behind = await DepthAsync(session, queue);
        await ReceiveAsync(session, queue, handler);

        Assert.Equal(new QueueDepth(2, 0), behind);
        await handler.FirstAsync("stays", Token);
        Assert.Equal((new QueueDepth(0, 1), new QueueDepth(1, 0)), (await DepthAsync(session, queue), await DepthAsync(session, "dead")));
        Assert.Single(handler.Received);
    }

    [Fact]
    public async Task Expiration_OneAfterTheOther_EachAtItsTime()
    {
        var session = await OpenAsync();
        var queue = await DeclareWithDeadLettersAsync(session);
        foreach (var milliseconds in new[] { 100, 200, 300 }) await PublishAsync(session, queue, $"{milliseconds}", $"{milliseconds}");

        var depths = new List<long>();
        for (var i = 0; i < 3; i++)
        {
            Time.Advance(TimeSpan.FromMilliseconds(101));
            depths.Add((await DepthAsync(session, queue))!.Value.Ready);
        }

        Assert.Equal([2L, 1L, 0L], depths);
    }

    [Fact]
    public async Task Expiration_HandedOverInTime_NeverExpires()
    {
        var session = await OpenAsync();
        var queue = await DeclareWithDeadLettersAsync(session);
        var handler = new RecordingDeliveryHandler();
        var receiver = await ReceiveAsync(session, queue, handler);
        await PublishAsync(session, queue, "a", "100");
        await handler.TakeAsync(1, Token);

        Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(new QueueDepth(0, 0), await DepthAsync(session, "dead"));
        Assert.True(await receiver.AckAsync(1, multiple: false));
    }

    [Fact]
    public async Task Expiration_LongerThanATimerRuns_IsKept()
    {
        var session = await OpenAsync();
        var queue = await DeclareWithDeadLettersAsync(session);
        await PublishAsync(session, queue, "a", "4294967295");

        Time.Advance(TimeSpan.FromDays(49));
        var before = await DepthAsync(session, queue);
        Time.Advance(TimeSpan.FromDays(1));

        Assert.Equal((1L, 0L), (before!.Value.Ready, (await DepthAsync(session, queue))!.Value.Ready));
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("4294967296")]
    public async Task Expiration_NotANumberOfMilliseconds_EndsTheSession(string expiration)
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);

        var outcome = await PublishAsync(session, queue, "a", expiration);

        Assert.Equal(PublishOutcome.Unknown, outcome);
        Assert.True(session.Ended.IsCancellationRequested);
        Assert.Contains($"'{expiration}'", session.EndReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Expires_QueueUnusedForThatLong_IsDeleted()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session, with: q => q with { Expires = TimeSpan.FromSeconds(60) });
        await SendAsync(session, queue, "a");

        Time.Advance(TimeSpan.FromSeconds(59));
        var before = await DepthAsync(session, queue);
        Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(new QueueDepth(1, 0), before);
        Assert.Null(await DepthAsync(session, queue));
    }

    [Fact]
    public async Task Expires_QueueReceivedFromOrDeclaredAgain_LivesOn()
    {
        var session = await OpenAsync();
        QueueSpec Expiring(QueueSpec q) => q with { Expires = TimeSpan.FromSeconds(60) };
        var queue = await DeclareQueueAsync(session, with: Expiring);
        Time.Advance(TimeSpan.FromSeconds(50));
        await DeclareQueueAsync(session, with: Expiring);
        Time.Advance(TimeSpan.FromSeconds(50));
        var receiver = await ReceiveAsync(session, queue, new RecordingDeliveryHandler());
        Time.Advance(TimeSpan.FromHours(1));

        await receiver.DisposeAsync();
        Time.Advance(TimeSpan.FromSeconds(59));

        Assert.NotNull(await DepthAsync(session, queue));
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await DepthAsync(session, queue));
    }

    [Theory]
    [InlineData(0.9)]
    [InlineData(5_000_000)]
    public async Task Expires_OutOfRange_Throws(double seconds)
    {
        var session = await OpenAsync();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => DeclareQueueAsync(session, with: q => q with { Expires = TimeSpan.FromSeconds(seconds) }));
    }

    private static async Task<string> DeclareWithDeadLettersAsync(ITransportSession session)
    {
        await session.Topology.DeclareExchangeAsync(new ExchangeSpec { Name = "dlx", Type = ExchangeType.Direct }, Token);
        await DeclareQueueAsync(session, "dead");
        await session.Topology.BindAsync("dead", "dlx", "parked", Token);
        return await DeclareQueueAsync(session, with: q => q with { DeadLetterExchange = "dlx", DeadLetterRoutingKey = "parked" });
    }

    private static async Task<PublishOutcome> PublishAsync(ITransportSession session, string queue, string text, string? expiration)
    {
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);
        return await publisher.PublishAsync(string.Empty, queue, new MessageProperties { Expiration = expiration }, System.Text.Encoding.UTF8.GetBytes(text), Token);
    }
}

using MessageLB.Faults.Tests.Processes;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Faults.Tests.Queues;

/// <summary>A destination's queue takes no more than so many messages, or keeps them no longer than so long.</summary>
public sealed class BoundedQueueTests(LocalBroker broker)
{
    // More than the worker fetches, so that something waits in the queue.
    private const string Config = "groups:\n  default:\n    routes: ['#']\n    algorithm: round_robin\n    window: 64\n";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("handoff", "work")]
    [InlineData("hold", "hold")]
    public async Task Queue_FullUnderLoad_TheOthersCarryOnAndEveryMessageIsDoneOnce(string delivery, string queue)
    {
        const int Messages = 600;
        await using var scene = await Scene.OpenAsync(broker);
        await BoundAsync(scene, $"messagelb.{queue}.default.a", """{"max-length":2,"overflow":"reject-publish"}""");
        var dispatcher = await scene.DispatcherAsync($"{Config}    delivery: {delivery}\n");
        var records = new List<string>
        {
            scene.Worker("default", "a", "--concurrency", "2", "--work", "const:20ms").Record,
            scene.Worker("default", "b", "--concurrency", "4", "--work", "const:5ms").Record,
        };
        foreach (var name in (string[])["a", "b"]) await scene.BecomesAsync(name, "ready");

        Assert.Equal(0, await scene.Publisher(Messages).ExitAsync(Limit, Token));
        var lines = await Records.WaitAsync(records, Messages, Limit, scene.Describe);
        await scene.BecomesAsync("a", "ready");

        Assert.Equal(Messages, lines.Count);
        Assert.Contains("Suspended", Transitions.Of(dispatcher, "a"));
        Assert.DoesNotContain("Suspended", Transitions.Of(dispatcher, "b"));
    }

    [Theory]
    [InlineData("handoff")]
    [InlineData("hold")]
    public async Task Messages_ExpireAtABusyDestination_EachIsDoneOrADeadLetter(string delivery)
    {
        const int Messages = 80;
        await using var scene = await Scene.OpenAsync(broker);
        await scene.DispatcherAsync($"{Config}    delivery: {delivery}\n");
        var (_, record) = scene.Worker("default", "a", "--concurrency", "1", "--work", "const:40ms");
        await scene.BecomesAsync("a", "ready");
        await using var session = await scene.SessionAsync();
        var dead = RecordingDeliveryHandler.Acking();
        await session.StartAsync(new ReceiveOptions { Queue = Names.DeadQueue("default"), Prefetch = 100 }, dead, Token);

        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, Messages).Select(i => publisher.PublishAsync(
            Names.IngressExchange, "any", new MessageProperties { MessageId = $"m{i}", Persistent = true, Expiration = "700" }, ReadOnlyMemory<byte>.Empty, Token)));
        Assert.All(outcomes, o => Assert.Equal(PublishOutcome.Confirmed, o));
        await Eventually.TrueAsync(async () => dead.Received.Count + (await Records.ReadAsync([record])).Count >= Messages, "each is done or a dead letter", Token);

        var done = (await Records.ReadAsync([record])).Select(Records.Id).ToList();
        var letters = dead.Received.Select(m => m.Properties.MessageId!).ToList();
        Assert.Equal(Enumerable.Range(0, Messages).Select(i => $"m{i}").Order(), done.Concat(letters).Order());
        Assert.NotEmpty(done);
        Assert.NotEmpty(letters);
    }

    [Fact]
    public async Task HoldQueue_ItsMessagesExpire_TheyComeAgainAfterTheLimitAndEveryMessageIsDoneOnce()
    {
        const int Messages = 300;
        await using var scene = await Scene.OpenAsync(broker);
        await BoundAsync(scene, Names.HoldQueue("default", "a"), """{"message-ttl":1}""");
        await scene.DispatcherAsync(Config + "    delivery: hold\n    hold_limit: 1s\n    retry: {max_attempts: 30, delay: 100ms}\n    ejection: off\n");
        var (_, record) = scene.Worker("default", "a", "--concurrency", "2", "--work", "const:10ms");
        await scene.BecomesAsync("a", "ready");

        Assert.Equal(0, await scene.Publisher(Messages).ExitAsync(Limit, Token));
        var lines = await Records.WaitAsync([record], Messages, Limit, scene.Describe);

        Assert.Equal(Messages, lines.Count);
        Assert.Contains(lines, l => l.GetProperty("attempt").GetInt32() > 1);
    }

    private async Task BoundAsync(Scene scene, string queue, string definition) => await broker.RunCtlAsync(
        Token, "set_policy", "-p", scene.VirtualHost, "bounds", $"^{queue.Replace(".", "\\.", StringComparison.Ordinal)}$", definition, "--apply-to", "queues");
}

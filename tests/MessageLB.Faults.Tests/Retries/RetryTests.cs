using MessageLB.Faults.Tests.Processes;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Faults.Tests.Retries;

/// <summary>Failed messages wait in the broker, without a plugin, and come back.</summary>
public sealed class RetryTests(LocalBroker broker)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Messages_FailHalfOfTheTime_AreAllDoneAfterTheirWaits()
    {
        const int Messages = 200;
        await using var scene = await Scene.OpenAsync(broker);
        await scene.DispatcherAsync("groups:\n  default:\n    routes: ['#']\n    ejection: off\n    retry: {max_attempts: 30, delay: 200ms, factor: 1}\n");
        var workers = ((string[])["a", "b"]).Select(name => scene.Worker("default", name, "--concurrency", "4", "--work", "const:2ms", "--fail-rate", "50%")).ToList();
        foreach (var name in (string[])["a", "b"]) await scene.BecomesAsync(name, "ready");

        Assert.Equal(0, await scene.Publisher(Messages).ExitAsync(Limit, Token));
        var lines = await Records.WaitAsync([.. workers.Select(w => w.Record)], Messages, Limit, scene.Describe);

        Assert.Equal(Messages, lines.Count);
        Assert.Equal(Messages, lines.Select(Records.Id).Distinct().Count());
        Assert.Contains(lines, l => l.GetProperty("attempt").GetInt32() > 2);
        // It tells where it failed, and what was said there.
        var again = lines.First(l => l.GetProperty("attempt").GetInt32() == 2).GetProperty("headers");
        Assert.Contains(again.GetProperty(HeaderNames.Tried).GetString(), (string[])["a", "b"]);
        Assert.Equal("simulated failure", again.GetProperty(HeaderNames.LastError).GetString());
    }

    [Fact]
    public async Task Dispatcher_KilledWhileMessagesWait_TheyComeBackAndNothingIsLost()
    {
        const int Messages = 300;
        await using var scene = await Scene.OpenAsync(broker);
        const string Config = "groups:\n  default:\n    routes: ['#']\n    ejection: off\n    retry: {max_attempts: 30, delay: 1s, factor: 1}\n";
        var first = await scene.DispatcherAsync(Config);
        var (_, record) = scene.Worker("default", "a", "--concurrency", "4", "--work", "const:2ms", "--fail-rate", "60%");
        await scene.BecomesAsync("a", "ready");

        Assert.Equal(0, await scene.Publisher(Messages).ExitAsync(Limit, Token));
        await Records.WaitAsync([record], Messages / 4, Limit, scene.Describe);
        await first.KillAsync();
        await scene.DispatcherAsync(Config);
        await Eventually.TrueAsync(async () => (await Records.ReadAsync([record])).Select(Records.Id).Distinct().Count() == Messages, "every message is done", Token);

        await using var session = await scene.SessionAsync();
        Assert.Equal(0, (await session.Topology.InspectAsync(Names.DeadQueue("default"), Token))?.Ready);
    }

    [Fact]
    public async Task Messages_RejectedByAWorkerThatKnowsNothingOfUs_BecomeDeadLettersThatTellTheirStory()
    {
        await using var scene = await Scene.OpenAsync(broker);
        await scene.DispatcherAsync("groups:\n  default:\n    routes: ['#']\n    destinations: [legacy]\n    retry: {max_attempts: 2, delay: 100ms}\n");
        await using var session = await scene.SessionAsync();
        var legacy = new RecordingDeliveryHandler(async (receiver, delivery) => await receiver.RejectAsync(delivery.Tag));
        await session.StartAsync(new ReceiveOptions { Queue = Names.WorkQueue("default", "legacy"), Prefetch = 10 }, legacy, Token);
        var dead = RecordingDeliveryHandler.Acking();
        await session.StartAsync(new ReceiveOptions { Queue = Names.DeadQueue("default"), Prefetch = 10 }, dead, Token);

        Assert.Equal(0, await scene.Publisher(3).ExitAsync(Limit, Token));
        var letters = await dead.TakeAsync(3, Token);

        Assert.Equal(6, legacy.Received.Count);
        Assert.All(letters, letter => Assert.Equal(
            ("attempts", "2", "legacy", Names.IngressExchange),
            (Header(letter, HeaderNames.DeadReason), Header(letter, HeaderNames.Attempt), Header(letter, HeaderNames.Tried), Header(letter, HeaderNames.Exchange))));
    }

    private static string? Header(ReceivedMessage message, string name) => HeaderValues.GetText(message.Properties.Headers, name);
}

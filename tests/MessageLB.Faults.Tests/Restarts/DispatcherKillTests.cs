using MessageLB.Faults.Tests.Processes;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Faults.Tests.Restarts;

/// <summary>The dispatcher dies without a word, and another one takes over its queues.</summary>
public sealed class DispatcherKillTests(LocalBroker broker)
{
    private const int Messages = 5000;

    // What the dispatcher had fetched and not yet acknowledged is handed over again at most once per kill.
    private const int Prefetch = 500;
    private const string Config = "groups:\n  default:\n    routes: ['#']\n    algorithm: round_robin\n    prefetch: 500\n";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_KilledMidwayAndRestarted_NothingIsLostAndDuplicatesAreBounded()
    {
        await using var scene = await Scene.OpenAsync(broker);
        var dispatcher = await scene.DispatcherAsync(Config);
        var records = ((string[])["a", "b"]).Select(n => scene.Worker("default", n, "--concurrency", "4", "--work", "const:2ms").Record).ToList();
        var publisher = scene.Start(CommandLineProcess.MessageLb("publish", "any.key", "--count", $"{Messages}", "--rate", "max", "--broker", scene.Uri.ToString()));
        Assert.Equal(0, await publisher.ExitAsync(Limit, Token));
        await Records.WaitAsync(records, Messages / 5, Limit, scene.Describe);

        await dispatcher.KillAsync();
        await scene.DispatcherAsync(Config);
        await Records.WaitAsync(records, Messages, Limit, scene.Describe);
        await EmptyAsync(scene);

        var lines = await Records.ReadAsync(records);
        Assert.Equal(Messages, lines.Select(Records.Id).Distinct().Count());
        Assert.InRange(lines.Count - Messages, 0, Prefetch);
    }

    [Fact]
    public async Task Worker_Terminated_DrainsAndEveryMessageCompletesOnce()
    {
        await using var scene = await Scene.OpenAsync(broker);
        await scene.DispatcherAsync(Config);
        var (leaving, first) = scene.Worker("default", "a", "--concurrency", "4", "--work", "const:5ms");
        var (_, second) = scene.Worker("default", "b", "--concurrency", "4", "--work", "const:5ms");
        await scene.BecomesAsync("a", "ready");
        await scene.BecomesAsync("b", "ready");
        var publisher = scene.Start(CommandLineProcess.MessageLb("publish", "any.key", "--count", "2000", "--rate", "max", "--broker", scene.Uri.ToString()));
        await Records.WaitAsync([first], 100, Limit, scene.Describe);

        leaving.Terminate();
        Assert.Equal(0, await leaving.ExitAsync(Limit, Token));
        Assert.Equal(0, await publisher.ExitAsync(Limit, Token));
        var lines = await Records.WaitAsync([first, second], 2000, Limit, scene.Describe);

        Assert.Equal(2000, lines.Count);
    }

    private static async Task EmptyAsync(Scene scene)
    {
        await using var session = await scene.SessionAsync();
        foreach (var queue in (string[])[Names.IngressQueue("default"), Names.WorkQueue("default", "a"), Names.WorkQueue("default", "b")])
            await Eventually.TrueAsync(async () => (await session.Topology.InspectAsync(queue, Token))?.Ready == 0, $"{queue} is empty", Token);
    }
}

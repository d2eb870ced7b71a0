using MessageLB.Faults.Tests.Processes;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Faults.Tests.Restarts;

/// <summary>A worker dies without a word and does not come back: what it had goes to the others.</summary>
public sealed class WorkerKillTests(LocalBroker broker)
{
    private const int Messages = 4000;

    // The SDK's own prefetch at this concurrency: what the worker had fetched, so the most that can be done twice.
    private const int Fetched = 32;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("groups:\n  default:\n    routes: ['#']\n    algorithm: round_robin\n")]
    [InlineData("groups:\n  default:\n    routes: ['#']\n    algorithm: round_robin\n    window: 64\n    sticky: header:messagelb-key\n")]
    public async Task Worker_KilledUnderLoad_ItsMessagesAreDoneByTheOthers(string config)
    {
        await using var scene = await Scene.OpenAsync(broker);
        var dispatcher = await scene.DispatcherAsync(config);
        // Slower than the others, so that something waits at it when it dies, however slowly messages are published.
        var (killed, first) = scene.Worker("default", "a", "--concurrency", "4", "--work", "const:50ms");
        var others = ((string[])["b", "c"]).Select(n => scene.Worker("default", n, "--concurrency", "4", "--work", "const:5ms").Record).ToList();
        foreach (var name in (string[])["a", "b", "c"]) await scene.BecomesAsync(name, "ready");
        var publisher = scene.Start(CommandLineProcess.MessageLb("publish", "any.key", "--count", $"{Messages}", "--rate", "max", "--broker", scene.Uri.ToString()));
        await Records.WaitAsync([first], 20, Limit, scene.Describe);

        await killed.KillAsync();
        await dispatcher.LineAsync("that waited at default/a were handed to others", Token);
        Assert.Equal(0, await publisher.ExitAsync(Limit, Token));
        await Records.WaitAsync([first, .. others], Messages, Limit, scene.Describe);

        var before = (await Records.ReadAsync([first])).Select(Records.Id).ToList();
        var after = (await Records.ReadAsync(others)).Select(Records.Id).ToList();
        Assert.Equal(before.Count, before.Distinct().Count());
        Assert.Equal(after.Count, after.Distinct().Count());
        Assert.InRange(before.Intersect(after).Count(), 0, Fetched);
        await using var session = await scene.SessionAsync();
        await Eventually.TrueAsync(async () => await session.Topology.InspectAsync(Names.WorkQueue("default", "a"), Token) is { Ready: 0, Consumers: 0 }, "the queue of the dead worker is empty and left alone", Token);
    }
}

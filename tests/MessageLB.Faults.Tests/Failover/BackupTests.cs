using MessageLB.Faults.Tests.Processes;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Faults.Tests.Failover;

/// <summary>One destination works, and another one is kept for when it does not.</summary>
public sealed class BackupTests(LocalBroker broker)
{
    private const int Messages = 1500;
    private const int Later = 100;

    // The SDK's own prefetch at this concurrency: what a killed worker had, so the most that can be done twice.
    private const int Fetched = 32;

    // Without a slow start: while one ramps up, the next tier takes what it may not have yet, which is another matter.
    private const string Config = """
        groups:
          default:
            routes: ['#']
            failback_after: 2s
            health_monitoring: {slow_start: 0s}
            destinations:
              a: {}
              b: {backup: true}
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Backup_FirstOneKilledAndStartedAgain_CarriesMeanwhileOnly()
    {
        await using var scene = await Scene.OpenAsync(broker);
        var dispatcher = await scene.DispatcherAsync(Config);
        var (killed, first) = scene.Worker("default", "a", "--concurrency", "2", "--work", "const:5ms");
        await scene.BecomesAsync("a", "ready");
        var (_, backup) = scene.Worker("default", "b", "--concurrency", "2", "--work", "const:5ms");
        await scene.BecomesAsync("b", "ready");
        var publisher = scene.Publisher(Messages, "120/s");
        await Records.WaitAsync([first], 150, Limit, scene.Describe);
        Assert.Equal(0, await HandedAsync(scene, "b"));

        await killed.KillAsync();
        await Records.WaitAsync([backup], 150, Limit, scene.Describe);
        var (_, again) = scene.Worker("default", "a", "--concurrency", "2", "--work", "const:5ms");
        await dispatcher.LineAsync("Failover tier of group default: 1 -> 0", Token);
        // What was on its way to it at that moment counts as handed over once it is confirmed.
        await Eventually.TrueAsync(async () => (await scene.DestinationAsync("b"))!.Value.GetProperty("in_flight").GetInt32() == 0, "b has settled what it got", Token);
        var handed = await HandedAsync(scene, "b");
        // The first publisher may be at its end by now, however long a worker takes to start.
        Assert.Equal(0, await scene.Publisher(Later, "120/s").ExitAsync(Limit, Token));
        Assert.Equal(0, await publisher.ExitAsync(Limit, Token));
        var lines = await Records.WaitAsync([first, backup, again], Messages + Later, Limit, scene.Describe);

        Assert.Equal(handed, await HandedAsync(scene, "b"));
        Assert.Equal(Messages + Later, lines.Select(Records.Id).Distinct().Count());
        Assert.InRange(lines.Count - Messages - Later, 0, Fetched);
        Assert.True((await Records.ReadAsync([again])).Count >= Later, scene.Describe());
    }

    private static async Task<long> HandedAsync(Scene scene, string name) => (await scene.DestinationAsync(name))!.Value.GetProperty("handed").GetInt64();
}

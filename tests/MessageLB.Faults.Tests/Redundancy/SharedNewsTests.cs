using MessageLB.Faults.Tests.Processes;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Faults.Tests.Redundancy;

/// <summary>What one of two dispatchers hears, the other one knows: a worker's presence token, and what people want.</summary>
public sealed class SharedNewsTests(LocalBroker broker)
{
    // A lease of two hours: what is noticed in this test is not noticed by silence.
    private const string Config = "groups:\n  default:\n    routes: ['#']\n    health_monitoring: {check_interval: 1h}\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Worker_Killed_BothDispatchersKnow()
    {
        await using var scene = await Scene.OpenAsync(broker);
        var pair = await Pair.StartAsync(scene, Config);
        for (var round = 0; round < 4; round++)
        {
            var name = $"w{round}";
            var (worker, _) = scene.Worker("default", name, "--concurrency", "1", "--work", "const:1ms");
            await BothSeeAsync(pair, name, "ready");
            await BothWatchAsync(scene, name);

            await worker.KillAsync();

            await BothSeeAsync(pair, name, "lost");
            var reasons = new[] { await ReasonAsync(pair, 0, name), await ReasonAsync(pair, 1, name) };
            Assert.Equal(["its connection died (another dispatcher has its presence token)", "its connection died (presence token came back)"], reasons.Order());
        }
    }

    [Fact]
    public async Task Destination_DrainedAtOneDispatcher_IsDrainedForBothAndForOneThatStartsLater()
    {
        await using var scene = await Scene.OpenAsync(broker);
        var pair = await Pair.StartAsync(scene, Config);
        scene.Worker("default", "w", "--concurrency", "1", "--work", "none");
        await BothSeeAsync(pair, "w", "ready");

        await pair.AskAsync(0, "groups/default/destinations/w/drain");

        await BothSeeAsync(pair, "w", "drained");
        for (var which = 0; which < 2; which++) Assert.Equal("draining", await FieldAsync(pair, which, "w", "administrative"));
        await pair[0].KillAsync();
        await pair.StartAsync(0);
        await BothSeeAsync(pair, "w", "drained");

        await pair.AskAsync(1, "groups/default/destinations/w/resume");

        await BothSeeAsync(pair, "w", "ready");
    }

    private static async Task BothSeeAsync(Pair pair, string name, string state)
    {
        for (var which = 0; which < 2; which++)
        {
            var asked = which;
            await Eventually.TrueAsync(async () => await FieldAsync(pair, asked, name, "state") == state, $"dispatcher {asked} sees {name} {state}", Token);
        }
    }

    // The worker's own consumer, and those of the two dispatchers.
    private Task BothWatchAsync(Scene scene, string name) => Eventually.TrueAsync(
        async () => (await broker.RunCtlAsync(Token, "list_queues", "--quiet", "--vhost", scene.VirtualHost, "name", "consumers"))
            .Split('\n').Any(l => l.StartsWith($"messagelb.presence.default.{name}.", StringComparison.Ordinal) && l.TrimEnd().EndsWith("\t3", StringComparison.Ordinal)),
        $"both watch {name}", Token);

    private static Task<string?> ReasonAsync(Pair pair, int which, string name) => FieldAsync(pair, which, name, "reason");

    private static async Task<string?> FieldAsync(Pair pair, int which, string name, string field)
    {
        foreach (var destination in (await pair.GroupAsync(which)).GetProperty("destinations").EnumerateArray())
        {
            if (destination.GetProperty("name").GetString() == name) return destination.GetProperty(field).GetString();
        }

        return null;
    }
}

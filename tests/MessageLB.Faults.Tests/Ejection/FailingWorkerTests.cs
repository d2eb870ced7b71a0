using MessageLB.Faults.Tests.Processes;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Faults.Tests.Ejection;

/// <summary>A bad worker is told from a bad message.</summary>
public sealed class FailingWorkerTests(LocalBroker broker)
{
    private const string Config = "groups:\n  default:\n    routes: ['#']\n    algorithm: round_robin\n    retry: {delay: 0s}\n";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Worker_FailsEverything_IsEjectedAndTheOtherDoesItAll()
    {
        const int Messages = 600;
        await using var scene = await Scene.OpenAsync(broker);
        var dispatcher = await scene.DispatcherAsync(Config);
        scene.Worker("default", "bad", "--work", "const:2ms", "--fail-rate", "100%");
        var (_, record) = scene.Worker("default", "good", "--work", "const:2ms");
        await scene.BecomesAsync("bad", "ready");
        await scene.BecomesAsync("good", "ready");

        var publisher = scene.Publisher(Messages, "100/s");
        var line = await dispatcher.LineAsync("Destination default/bad: Ready -> Ejected", Token);
        Assert.Equal(0, await publisher.ExitAsync(Limit, Token));
        var lines = await Records.WaitAsync([record], Messages, Limit, scene.Describe);

        Assert.Contains("failures in a row", line, StringComparison.Ordinal);
        Assert.Equal(Messages, lines.Count);
        Assert.Equal(Messages, lines.Select(Records.Id).Distinct().Count());
        // Five in a row eject it; what it had by then fails as well.
        var bad = (await scene.DestinationAsync("bad"))!.Value;
        Assert.Equal("ejected", bad.GetProperty("state").GetString());
        Assert.InRange(bad.GetProperty("failed").GetInt64(), 5, 60);
        Assert.DoesNotContain("Ejected", Transitions.Of(dispatcher, "good"));
        await using var session = await scene.SessionAsync();
        Assert.Equal(0, (await session.Topology.InspectAsync(Names.DeadQueue("default"), Token))?.Ready);
    }

    [Fact]
    public async Task Message_FailsEverywhere_BecomesADeadLetterAndEjectsNobody()
    {
        const int Poisonous = 6; // with five attempts each: many times what ejects one
        await using var scene = await Scene.OpenAsync(broker);
        var dispatcher = await scene.DispatcherAsync(Config);
        foreach (var name in (string[])["a", "b"]) scene.Worker("default", name, "--work", "const:2ms", "--fail-rate", "100%");
        await scene.BecomesAsync("a", "ready");
        await scene.BecomesAsync("b", "ready");
        await using var session = await scene.SessionAsync();

        for (var i = 1; i <= Poisonous; i++)
        {
            // One after the other, so that each goes from one to the other and back.
            Assert.Equal(0, await scene.Publisher(1).ExitAsync(Limit, Token));
            await Eventually.TrueAsync(async () => (await session.Topology.InspectAsync(Names.DeadQueue("default"), Token))?.Ready == i, $"{i} dead letters", Token);
        }

        await Eventually.TrueAsync(async () => await FailedAsync(scene, "a") + await FailedAsync(scene, "b") == 5 * Poisonous, "all failures are reported", Token);
        foreach (var name in (string[])["a", "b"])
        {
            Assert.InRange(await FailedAsync(scene, name), 10, 20);
            Assert.DoesNotContain("Ejected", Transitions.Of(dispatcher, name));
            Assert.Equal("ready", (await scene.DestinationAsync(name))!.Value.GetProperty("state").GetString());
        }
    }

    private static async Task<long> FailedAsync(Scene scene, string name) => (await scene.DestinationAsync(name))!.Value.GetProperty("failed").GetInt64();
}

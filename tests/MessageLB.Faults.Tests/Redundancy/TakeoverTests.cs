using System.Globalization;
using MessageLB.Faults.Tests.Processes;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Faults.Tests.Redundancy;

/// <summary>One of two dispatchers dies or stops while both work, and the other goes on.</summary>
public sealed class TakeoverTests(LocalBroker broker)
{
    private const int PerRound = 1000;
    private const int Prefetch = 100;
    private static readonly string Config = string.Create(CultureInfo.InvariantCulture, $"groups:\n  default:\n    routes: ['#']\n    prefetch: {Prefetch}\n");
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_OneOfTwoKilledAgainAndAgain_NothingIsLostAndTheOtherGoesOn()
    {
        await using var scene = await Scene.OpenAsync(broker);
        var pair = await Pair.StartAsync(scene, Config);
        var records = Workers(scene);
        var rounds = Rounds.Of(5);
        var messages = 0;
        for (var round = 0; round < rounds; round++)
        {
            var victim = round % 2;
            messages += PerRound;
            await PublishAsync(scene, PerRound);
            // In the middle of the work: most of it still waits.
            await Records.WaitAsync(records, messages - (PerRound * 4 / 5), Limit, scene.Describe);

            await pair[victim].KillAsync();

            // Nobody else is there to do it: the next one is started only after this.
            await Records.WaitAsync(records, messages, Limit, scene.Describe);
            await pair.SeesAsync(1 - victim, 1);
            await pair.StartAsync(victim);
            await pair.BothSeeEachOtherAsync();
        }

        var lines = await Records.ReadAsync(records);
        Assert.Equal(messages, lines.Select(Records.Id).Distinct().Count());
        // What the dead one had fetched and not yet acknowledged is handed over again by the other.
        Assert.InRange(lines.Count - messages, 0, rounds * Prefetch);
        TestContext.Current.TestOutputHelper?.WriteLine($"{lines.Count - messages} of {messages} messages done twice in {rounds} kills");
    }

    [Fact]
    public async Task Run_BothRestartedOneAfterTheOther_EveryMessageCompletesOnce()
    {
        await using var scene = await Scene.OpenAsync(broker);
        var pair = await Pair.StartAsync(scene, Config);
        var records = Workers(scene);
        await PublishAsync(scene, 4000);
        for (var which = 0; which < 2; which++)
        {
            await Records.WaitAsync(records, 1000 * (which + 1), Limit, scene.Describe);

            pair[which].Terminate();
            Assert.Equal(0, await pair[which].ExitAsync(Limit, Token));
            await pair[1 - which].LineAsync("stops; the others take over", Token);
            await pair.StartAsync(which);
            await pair.BothSeeEachOtherAsync();
        }

        var lines = await Records.WaitAsync(records, 4000, Limit, scene.Describe);
        Assert.Equal(4000, lines.Count);
    }

    [Fact]
    public async Task Run_OneOfTwoPausedAndResumed_EveryMessageCompletesOnce()
    {
        await using var scene = await Scene.OpenAsync(broker);
        var pair = await Pair.StartAsync(scene, Config);
        var records = Workers(scene);
        await PublishAsync(scene, 3000);
        await Records.WaitAsync(records, 300, Limit, scene.Describe);

        pair[0].Suspend();
        await pair[1].LineAsync("is lost: nothing was heard of it", Token);
        // All but what the paused one has fetched.
        await Records.WaitAsync(records, 3000 - (2 * Prefetch), Limit, scene.Describe);
        pair[0].Resume();
        await pair.BothSeeEachOtherAsync();

        var lines = await Records.WaitAsync(records, 3000, Limit, scene.Describe);
        Assert.Equal(3000, lines.Count);
        // Its own pause was nobody else's fault.
        Assert.DoesNotContain("is lost", pair[0].Errors + pair[0].Output, StringComparison.Ordinal);
    }

    private static List<string> Workers(Scene scene) =>
        [.. ((string[])["a", "b"]).Select(n => scene.Worker("default", n, "--concurrency", "4", "--work", "const:4ms").Record)];

    private static async Task PublishAsync(Scene scene, int count)
    {
        var publisher = scene.Start(CommandLineProcess.MessageLb("publish", "any.key", "--count", $"{count}", "--rate", "max", "--broker", scene.Uri.ToString()));
        Assert.Equal(0, await publisher.ExitAsync(Limit, Token));
    }
}

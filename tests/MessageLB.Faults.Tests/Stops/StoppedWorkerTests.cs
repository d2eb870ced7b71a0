using MessageLB.Faults.Tests.Processes;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Faults.Tests.Stops;

/// <summary>A worker process stands still under load (SIGSTOP) and goes on (SIGCONT), with its connection alive all the time.</summary>
public sealed class StoppedWorkerTests(LocalBroker broker)
{
    // Round robin goes on giving to one that does not answer, up to its window, so that something waits behind what it has fetched.
    private const string Config = "groups:\n  default:\n    routes: ['#']\n    algorithm: round_robin\n    window: 64\n";

    // The SDK's own prefetch at this concurrency.
    private const int Fetched = 32;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Worker_StoppedForSixSeconds_IsLostAndItsQueueGoesToOthersAndItComesBack()
    {
        const int Messages = 2000;
        await using var scene = await Scene.OpenAsync(broker);
        var dispatcher = await scene.DispatcherAsync(Config);
        var (stopped, first) = scene.Worker("default", "a", "--concurrency", "2", "--work", "const:10ms");
        var others = ((string[])["b", "c"]).Select(n => scene.Worker("default", n, "--concurrency", "2", "--work", "const:10ms").Record).ToList();
        foreach (var name in (string[])["a", "b", "c"]) await scene.BecomesAsync(name, "ready");
        var publisher = scene.Publisher(Messages, "150/s");
        await Records.WaitAsync([first], 50, Limit, scene.Describe);

        stopped.Suspend();
        var start = TimeProvider.System.GetTimestamp();
        await scene.BecomesAsync("a", "lost");
        var rescue = await dispatcher.LineAsync("that waited at default/a were handed to others", Token);
        var left = TimeSpan.FromSeconds(6) - TimeProvider.System.GetElapsedTime(start);
        if (left > TimeSpan.Zero) await Task.Delay(left, TimeProvider.System, Token);
        var before = await Records.ReadAsync([first]);
        var handed = (await scene.DestinationAsync("a"))!.Value.GetProperty("handed").GetInt64();
        stopped.Resume();
        await scene.BecomesAsync("a", "ready");
        await Eventually.TrueAsync(async () => (await scene.DestinationAsync("a"))!.Value.GetProperty("handed").GetInt64() > handed, "a gets messages again", Token);
        Assert.Equal(0, await publisher.ExitAsync(Limit, Token));
        var lines = await Records.WaitAsync([first, .. others], Messages, Limit, scene.Describe);

        Assert.Equal(Messages, lines.Select(Records.Id).Distinct().Count());
        // It keeps what it had fetched, so nobody else does that; what waited behind goes away and does not come back.
        Assert.InRange(lines.Count - Messages, 0, Fetched);
        Assert.InRange(Rescued(rescue), 1, 64);
        Assert.True((await Records.ReadAsync([first])).Count > before.Count + Fetched, "it did more than it had fetched before it stood still");
        Assert.Empty(Transitions.Of(dispatcher, "b").Concat(Transitions.Of(dispatcher, "c")).Intersect(["Lost", "Ejected", "Hung"]));
        Assert.DoesNotContain("Ejected", Transitions.Of(dispatcher, "a"));
    }

    [Fact]
    public async Task Worker_StoppedShortlyAgainAndAgain_IsNeverLostNorEjected()
    {
        var bursts = Rounds.Of(15);
        var messages = bursts * 134; // at this rate for longer than the bursts take
        await using var scene = await Scene.OpenAsync(broker);
        var dispatcher = await scene.DispatcherAsync(Config);
        var (stopped, first) = scene.Worker("default", "a", "--concurrency", "2", "--work", "const:10ms");
        var (_, second) = scene.Worker("default", "b", "--concurrency", "2", "--work", "const:10ms");
        await scene.BecomesAsync("a", "ready");
        await scene.BecomesAsync("b", "ready");
        var publisher = scene.Publisher(messages, "150/s");
        await Records.WaitAsync([first], 20, Limit, scene.Describe);

        for (var burst = 0; burst < bursts; burst++)
        {
            var done = (await Records.ReadAsync([first])).Count;
            stopped.Suspend();
            // How long the fault lasts: from 0.2 to 0.8 s, long and short ones mixed.
            await Task.Delay(TimeSpan.FromMilliseconds(200 + (600 * (burst * 4 % 15) / 14)), TimeProvider.System, Token);
            stopped.Resume();
            // Until it works again; if it is done by then, it has nothing more to show.
            await Eventually.TrueAsync(async () => publisher.HasExited || (await Records.ReadAsync([first])).Count > done, "a goes on", Token);
        }

        Assert.Equal(0, await publisher.ExitAsync(Limit + (bursts * TimeSpan.FromSeconds(0.5)), Token));
        var lines = await Records.WaitAsync([first, second], messages, Limit, scene.Describe);
        Assert.Equal(messages, lines.Count);
        Assert.Equal(messages, lines.Select(Records.Id).Distinct().Count());
        var conditions = ((string[])["a", "b"]).SelectMany(n => Transitions.Of(dispatcher, n)).Distinct().Order();
        Assert.Empty(conditions.Except(["Degraded", "Ready", "Starting"]));
        Assert.Contains("Ready", conditions);
        TestContext.Current.TestOutputHelper?.WriteLine($"{bursts} stops, {messages} messages, no verdict");
    }

    private static int Rescued(string line) =>
        int.Parse(line[..line.IndexOf(" messages that waited", StringComparison.Ordinal)].Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture);
}

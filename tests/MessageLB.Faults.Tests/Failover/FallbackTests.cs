using MessageLB.Faults.Tests.Processes;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Faults.Tests.Failover;

/// <summary>A group whose only worker dies has another group to fall back to.</summary>
public sealed class FallbackTests(LocalBroker broker)
{
    private const int Later = 100;
    private const int Messages = 1500;

    // The SDK's own prefetch at this concurrency: what the killed worker had, so the most that can be done twice.
    private const int Fetched = 32;

    private const string Config = """
        groups:
          default: {routes: '#', fallback: standby, health_monitoring: {slow_start: 0s}}
          standby: {routes: standby.#}
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Group_OnlyWorkerKilledAndStartedAgain_OtherGroupCarriesMeanwhileOnly()
    {
        await using var scene = await Scene.OpenAsync(broker);
        await scene.DispatcherAsync(Config);
        var (killed, first) = scene.Worker("default", "a", "--concurrency", "2", "--work", "const:5ms");
        await scene.BecomesAsync("a", "ready");
        var (_, standby) = scene.Worker("standby", "s", "--concurrency", "2", "--work", "const:5ms");
        await Eventually.TrueAsync(async () => (await scene.GetAsync("/api/v1/groups/standby")).GetProperty("destinations").GetArrayLength() == 1, "the standby is known", Token);
        var publisher = scene.Publisher(Messages, "120/s");
        await Records.WaitAsync([first], 150, Limit, scene.Describe);
        Assert.Equal(0, await SentAsync(scene));

        await killed.KillAsync();
        await Records.WaitAsync([standby], 150, Limit, scene.Describe);
        Assert.Equal("messages go to group 'standby'", (await scene.GetAsync("/api/v1/groups/default")).GetProperty("nobody").GetString());
        var (_, again) = scene.Worker("default", "a", "--concurrency", "2", "--work", "const:5ms");
        await Eventually.TrueAsync(async () => !(await scene.GetAsync("/api/v1/groups/default")).TryGetProperty("nobody", out _), "nothing goes to the standby any more", Token);
        // The first publisher may be at its end by now, however long a worker takes to start.
        var later = scene.Publisher(Later, "120/s");
        await Records.WaitAsync([again], 1, Limit, scene.Describe);
        var sent = await SentAsync(scene);
        Assert.Equal(0, await later.ExitAsync(Limit, Token));
        Assert.Equal(0, await publisher.ExitAsync(Limit, Token));
        var lines = await Records.WaitAsync([first, standby, again], Messages + Later, Limit, scene.Describe);

        Assert.InRange(sent, 150, Messages);
        Assert.Equal(sent, await SentAsync(scene));
        Assert.Equal(Messages + Later, lines.Select(Records.Id).Distinct().Count());
        Assert.InRange(lines.Count - Messages - Later, 0, Fetched);
        Assert.True((await Records.ReadAsync([again])).Count >= Later, scene.Describe());
    }

    private static async Task<long> SentAsync(Scene scene) =>
        (await scene.GetAsync("/api/v1/groups/default")).GetProperty("fallbacks")[0].GetProperty("forwarded").GetInt64();
}

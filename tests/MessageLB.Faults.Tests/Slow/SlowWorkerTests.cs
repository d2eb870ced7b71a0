using System.Globalization;
using MessageLB.Faults.Tests.Processes;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Faults.Tests.Slow;

/// <summary>A worker suddenly takes ten times as long for each message, and is well otherwise.</summary>
public sealed class SlowWorkerTests(LocalBroker broker)
{
    private const int Messages = 3000;
    private const int SlowAfter = 300;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("response_time")]
    [InlineData("least_connections")]
    public async Task Worker_TenTimesSlower_GetsLessAndIsNotEjected(string algorithm)
    {
        await using var scene = await Scene.OpenAsync(broker);
        var dispatcher = await scene.DispatcherAsync($"groups:\n  default:\n    routes: ['#']\n    algorithm: {algorithm}\n");
        // 400/s each; when it is slow, 40/s, which is a tenth of what arrives.
        var (_, slow) = scene.Worker("default", "a", "--concurrency", "4", "--work", "const:10ms", "--slow-after", $"{SlowAfter}");
        List<string> records = [slow, .. ((string[])["b", "c"]).Select(n => scene.Worker("default", n, "--concurrency", "4", "--work", "const:10ms").Record)];
        foreach (var name in (string[])["a", "b", "c"]) await scene.BecomesAsync(name, "ready");
        var publisher = scene.Publisher(Messages, "400/s");
        await Records.WaitAsync([slow], SlowAfter, Limit, scene.Describe);
        var start = TimeProvider.System.GetTimestamp();

        await Eventually.TrueAsync(async () => await ShareAsync(scene) < 0.15, "a gets less than 15 % of what is handed over", Token);
        var fell = TimeProvider.System.GetElapsedTime(start);
        Assert.Equal(0, await publisher.ExitAsync(Limit, Token));
        var lines = await Records.WaitAsync(records, Messages, Limit, scene.Describe);

        Assert.Equal(Messages, lines.Count);
        Assert.Equal(Messages, lines.Select(Records.Id).Distinct().Count());
        Assert.Empty(Transitions.Of(dispatcher, "a").Except(["Starting", "Ready", "Degraded"]));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"below 15 % over 200 messages after {fell.TotalSeconds:0.0} s"));
    }

    /// <summary>The part that the slow one gets of the next 200 messages.</summary>
    private static async Task<double> ShareAsync(Scene scene)
    {
        var before = await HandedAsync(scene);
        while (true)
        {
            var after = await HandedAsync(scene);
            var all = after.Sum() - before.Sum();
            if (all >= 200) return (after[0] - before[0]) / (double)all;
            await Task.Delay(TestTimeouts.BetweenLooks, TimeProvider.System, Token);
        }
    }

    private static async Task<long[]> HandedAsync(Scene scene)
    {
        var group = await scene.GetAsync("/api/v1/groups/default");
        var handed = group.GetProperty("destinations").EnumerateArray().ToDictionary(d => d.GetProperty("name").GetString()!, d => d.GetProperty("handed").GetInt64());
        return [handed["a"], handed["b"], handed["c"]];
    }
}

using System.Globalization;
using MessageLB.Faults.Tests.Processes;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Faults.Tests.Flapping;

/// <summary>A worker is up for 3 s and down for 3 s, again and again.</summary>
public sealed class FlappingWorkerTests(LocalBroker broker)
{
    private const int Messages = 2000;

    // The SDK's own prefetch at this concurrency.
    private const int Fetched = 32;
    private static readonly TimeSpan Phase = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Worker_ComesAndGoes_IsKeptOutFromTheSecondTimeOnForLongerEachTimeAndNothingIsLost()
    {
        await using var scene = await Scene.OpenAsync(broker);
        var dispatcher = await scene.DispatcherAsync("groups:\n  default:\n    routes: ['#']\n    algorithm: round_robin\n");
        var (_, steady) = scene.Worker("default", "b", "--concurrency", "4", "--work", "const:5ms");
        await scene.BecomesAsync("b", "ready");
        var publisher = scene.Publisher(Messages, "100/s");
        List<string> records = [steady];
        for (var flap = 1; flap <= 2; flap++)
        {
            var up = await UpAsync(scene, records, "ready");
            await Task.Delay(Phase, TimeProvider.System, Token);
            await DownAsync(scene, up);
            await Task.Delay(Phase, TimeProvider.System, Token);
        }

        var flapping = await UpAsync(scene, records, "ejected");
        var first = await OutForAsync(scene);
        await DownAsync(scene, flapping);
        await UpAsync(scene, records, "ejected");
        var second = await OutForAsync(scene);
        Assert.Equal(0, await publisher.ExitAsync(Limit, Token));
        var lines = await Records.WaitAsync(records, Messages, Limit, scene.Describe);

        Assert.Equal(Messages, lines.Select(Records.Id).Distinct().Count());
        Assert.InRange(lines.Count - Messages, 0, 2 * Fetched);
        Assert.True(second > first, $"kept out for {first} s, then for {second} s");
        // Kept out means that it gets nothing at all.
        Assert.Empty(await Records.ReadAsync(records[3..]));
        Assert.Empty(Transitions.Of(dispatcher, "b").Except(["Starting", "Ready", "Degraded"]));
        TestContext.Current.TestOutputHelper?.WriteLine($"kept out for {first} s, then for {second} s; {lines.Count - Messages} of {Messages} messages done twice");
    }

    private static async Task<CommandLineProcess> UpAsync(Scene scene, List<string> records, string state)
    {
        var (process, record) = scene.Worker("default", "a", "--concurrency", "4", "--work", "const:5ms");
        records.Add(record);
        await scene.BecomesAsync("a", state);
        return process;
    }

    private static async Task DownAsync(Scene scene, CommandLineProcess process)
    {
        await process.KillAsync();
        await scene.BecomesAsync("a", "lost");
    }

    /// <summary>Seconds for which it is kept out, as of now.</summary>
    private static async Task<int> OutForAsync(Scene scene)
    {
        var reason = (await scene.DestinationAsync("a"))!.Value.GetProperty("reason").GetString()!;
        Assert.StartsWith("it came and went; out for ", reason, StringComparison.Ordinal);
        return int.Parse(reason.Split(' ')[^2], CultureInfo.InvariantCulture);
    }
}

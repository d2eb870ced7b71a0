using MessageLB.Faults.Tests.Processes;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Faults.Tests.Majority;

/// <summary>Most workers of a group stand still at the same time.</summary>
public sealed class MajorityStoppedTests(LocalBroker broker)
{
    private const int Messages = 2000;
    private const int Fetched = 32;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Workers_ThreeOfFiveStopped_TheOthersGoOnTheGroupSaysWhatIsMissingAndNothingIsLost()
    {
        await using var scene = await Scene.OpenAsync(broker);
        var dispatcher = await scene.DispatcherAsync("groups:\n  default:\n    routes: ['#']\n");
        var workers = ((string[])["a", "b", "c", "d", "e"]).Select(n => scene.Worker("default", n, "--concurrency", "2", "--work", "const:10ms")).ToList();
        foreach (var name in (string[])["a", "b", "c", "d", "e"]) await scene.BecomesAsync(name, "ready");
        var records = workers.Select(w => w.Record).ToList();
        var publisher = scene.Publisher(Messages, "150/s");
        await Records.WaitAsync(records, 200, Limit, scene.Describe);

        foreach (var (process, _) in workers[..3]) process.Suspend();
        foreach (var name in (string[])["a", "b", "c"]) await scene.BecomesAsync(name, "lost");
        await dispatcher.LineAsync("Group default is short of destinations: 40 % is available", Token);
        Assert.NotNull((await scene.GetAsync("/api/v1/groups/default")).GetProperty("shortage").GetString());
        var done = (await Records.ReadAsync(records[3..])).Count;
        await Records.WaitAsync(records[3..], done + 300, Limit, scene.Describe);
        foreach (var (process, _) in workers[..3]) process.Resume();
        await dispatcher.LineAsync("Group default has enough destinations again", Token);
        Assert.Equal(0, await publisher.ExitAsync(Limit, Token));
        var lines = await Records.WaitAsync(records, Messages, Limit, scene.Describe);

        Assert.Equal(Messages, lines.Select(Records.Id).Distinct().Count());
        Assert.InRange(lines.Count - Messages, 0, 3 * Fetched);
        foreach (var name in (string[])["d", "e"]) Assert.Empty(Transitions.Of(dispatcher, name).Except(["Starting", "Ready", "Degraded"]));
    }
}

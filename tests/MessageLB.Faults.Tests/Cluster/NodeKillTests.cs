using System.Globalization;
using MessageLB.Faults.Tests.Processes;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Faults.Tests.Cluster;

/// <summary>One of three nodes of the broker dies without a word, and does not come back.</summary>
public sealed class NodeKillTests
{
    private const int Messages = 2400;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    // The aim is 5 s; benches on a quiet machine are for that.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("delivery: handoff", true)]
    [InlineData("delivery: hold\n    hold_limit: 10s", false)]
    public async Task Node_LeaderOfTheIngressQueueKilledUnderLoad_FlowGoesOnAndNothingIsLost(string delivery, bool allComeBack)
    {
        await using var cluster = await LocalCluster.StartNewAsync(Token);
        await using var scene = await Scene.OpenAsync(cluster);
        var dispatcher = await scene.DispatcherAsync($"groups:\n  default:\n    routes: ['#']\n    {delivery}\n");
        var leader = await cluster.LeaderOfAsync(scene.VirtualHost, Names.IngressQueue("default"), Token);
        var other = cluster.Running.First(n => n != leader);
        string[] names = ["a", "b", "c"];
        // A queue of messages in hold is on the node that its worker is connected to, and away with it. So one is sure to be elsewhere.
        var records = names.Select(n => scene.WorkerThrough(n == "c" ? cluster.AddressOf(other, scene.VirtualHost) : null, "default", n, "--concurrency", "4", "--work", "const:5ms").Record).ToList();
        foreach (var name in names) await scene.BecomesAsync(name, "ready");
        var publisher = scene.Publisher(Messages, "200/s");
        await Records.WaitAsync(records, 300, Limit, scene.Describe);
        await using var late = await LatePublisher.ReadyAsync(cluster.AddressOf(leader, scene.VirtualHost), cluster.AddressOf(other, scene.VirtualHost), Token);
        await using var watch = FlowWatch.Start(records);

        await cluster.KillAsync(leader);
        await late.ConfirmedAsync(Bound, Token);
        // The queue was declared over the dispatcher's own connection, so the node that leads it is the dispatcher's.
        await dispatcher.LineAsync("No contact with", Token);
        // Confirmed by two of three nodes, every one of them.
        Assert.True(await publisher.ExitAsync(Limit, Token) == 0, publisher.Describe());
        var lines = await Records.WaitAsync(records, Messages, Limit, scene.Describe);
        var still = await watch.StopAsync();
        if (allComeBack) foreach (var name in names) await scene.BecomesAsync(name, "ready");

        Assert.Equal(Messages, lines.Select(Records.Id).Distinct().Count());
        Assert.NotEqual(leader, await cluster.LeaderOfAsync(scene.VirtualHost, Names.IngressQueue("default"), Token));
        Assert.InRange(still, TimeSpan.Zero, Bound);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"no completion for {still.TotalSeconds:0.00} s; {lines.Count - Messages} of {Messages} messages done twice"));
    }
}

using System.Text.Json;
using MessageLB.Faults.Tests.Processes;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Faults.Tests.Restarts;

/// <summary>The broker goes away in the middle of the work, and comes back.</summary>
public sealed class BrokerRestartTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dev_BrokerRestartedMidway_NothingIsLost()
    {
        await using var broker = await LocalBroker.StartNewAsync();
        // 20 s of messages: the run must outlast the first look at its queues, which takes seconds on a busy machine.
        await using var dev = CommandLineProcess.MessageLb(
            "dev", "--broker", broker.Uri.ToString(), "--messages", "20000", "--rate", "1000/s", "--timeout", "120s", "--json");
        await FlowsAsync(broker);

        await broker.RestartAsync();

        Assert.Equal(0, await dev.ExitAsync(Limit, Token));
        var summary = JsonDocument.Parse(dev.Lines[^1]).RootElement;
        Assert.Equal(20_000, summary.GetProperty("published").GetInt32());
        Assert.Equal(20_000, summary.GetProperty("completed").GetInt32());
        Assert.Equal(0, summary.GetProperty("lost").GetInt32());
    }

    [Fact]
    public async Task Run_BrokerKilledMidway_FlowResumesByItself()
    {
        await using var broker = await LocalBroker.StartNewAsync();
        await using var scene = await Scene.OpenAsync(broker);
        var dispatcher = await scene.DispatcherAsync("groups:\n  default:\n    routes: ['#']\n");
        var (_, record) = scene.Worker("default", "a", "--concurrency", "2", "--work", "const:5ms");
        var publisher = scene.Start(CommandLineProcess.MessageLb("publish", "any.key", "--count", "3000", "--rate", "max", "--broker", scene.Uri.ToString()));
        Assert.Equal(0, await publisher.ExitAsync(Limit, Token));
        await Records.WaitAsync([record], 300, Limit, scene.Describe);

        await broker.KillAsync();
        await dispatcher.LineAsync("No contact with", Token);
        await broker.StartAsync();

        var lines = await Records.WaitAsync([record], 3000, Limit, scene.Describe);
        Assert.Equal(3000, lines.Select(Records.Id).Distinct().Count());
    }

    // Work is on its way once queues of the run exist and hold or pass messages; the run's names are its own.
    private static async Task FlowsAsync(LocalBroker broker) => await Eventually.TrueAsync(
        async () => (await broker.RunCtlAsync(Token, "list_queues", "--quiet", "name", "consumers")).Contains("messagelb.work.dev", StringComparison.Ordinal),
        "the dev run has queues", Token);
}

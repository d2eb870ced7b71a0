using MessageLB.Faults.Tests.Processes;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Faults.Tests.Stuck;

/// <summary>A handler never ends and ignores its cancellation, while its worker's heartbeats go on.</summary>
public sealed class StuckHandlerTests(LocalBroker broker)
{
    private const int Messages = 300;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Handler_NeverEnds_ItsMessageIsDoneAgainAfterTheLimit()
    {
        await using var scene = await Scene.OpenAsync(broker);
        var dispatcher = await scene.DispatcherAsync("groups:\n  default:\n    routes: ['#']\n    algorithm: round_robin\n");
        var (stuck, first) = scene.Worker("default", "a", "--concurrency", "2", "--work", "const:5ms", "--handler-timeout", "1s", "--stuck", "1");
        var (_, second) = scene.Worker("default", "b", "--concurrency", "2", "--work", "const:5ms");
        await scene.BecomesAsync("a", "ready");
        await scene.BecomesAsync("b", "ready");

        var publisher = scene.Publisher(Messages, "100/s");
        await stuck.LineAsync("ignores its cancellation; the message goes elsewhere, and 1 of 2 handlers are stuck", Token);
        Assert.Equal(0, await publisher.ExitAsync(Limit, Token));
        var lines = await Records.WaitAsync([first, second], Messages, Limit, scene.Describe);

        Assert.Equal(Messages, lines.Count);
        Assert.Equal(Messages, lines.Select(Records.Id).Distinct().Count());
        Assert.Single(lines, l => l.GetProperty("attempt").GetInt32() == 2);
        // One hand is left, and it goes on working.
        await Eventually.TrueAsync(async () => (await scene.DestinationAsync("a"))!.Value.GetProperty("concurrency").GetInt32() == 1, "one hand of a is left", Token);
        Assert.Empty(Transitions.Of(dispatcher, "a").Except(["Starting", "Ready", "Degraded"]));
    }
}

using MessageLB.Faults.Tests.Processes;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Faults.Tests.Probes;

/// <summary>Canaries through a worker's own queue at a real broker.</summary>
public sealed class CanaryProbeTests(LocalBroker broker)
{
    // A lease of two hours: what is noticed in this test is not noticed by silence.
    private const string Config =
        "groups:\n  default:\n    routes: ['#']\n    health_monitoring: {check_interval: 1h}\n    probe: {kind: message, interval: 1s, timeout: 1s, fall: 2, rise: 1}\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Canary_WorkerStandsStill_ItsDestinationIsOutUntilItAnswersAgain()
    {
        await using var scene = await Scene.OpenAsync(broker);
        await scene.DispatcherAsync(Config);
        var (worker, record) = scene.Worker("default", "a", "--concurrency", "2", "--work", "none");
        var (_, other) = scene.Worker("default", "b", "--concurrency", "2", "--work", "none");
        await ProbeIsAsync(scene, "passing");
        await scene.BecomesAsync("b", "ready");

        worker.Suspend();
        await ProbeIsAsync(scene, "failing");
        await scene.BecomesAsync("a", "failed");
        worker.Resume();

        await ProbeIsAsync(scene, "passing");
        await scene.BecomesAsync("a", "ready");
        Assert.Equal(0, await scene.Publisher(10).ExitAsync(TestTimeouts.Happens, Token));
        var lines = await Records.WaitAsync([record, other], 10, TestTimeouts.Happens, scene.Describe);
        Assert.Equal(10, lines.Count); // a canary reaches no handler
    }

    private static Task ProbeIsAsync(Scene scene, string state) => Eventually.TrueAsync(
        async () => await scene.DestinationAsync("a") is { } a && a.TryGetProperty("probe", out var probe) && probe.GetProperty("state").GetString() == state,
        $"the probe is {state}",
        Token);
}

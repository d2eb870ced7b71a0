using MessageLB.Core.Adjustment;
using MessageLB.Core.Configuration;
using MessageLB.Testing;
using MessageLB.Worker;
using MessageLB.Worker.Sample;
using Xunit;

namespace MessageLB.Dispatcher.Tests.EndToEnd;

/// <summary>Real workers of which one slows down. What must hold is the weight, not the times, which depend on the machine.</summary>
public sealed class AdjustmentTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static MessageLBConfig Adjusting => MessageLBConfig.Default with
    {
        Groups =
        [
            GroupConfig.Default with
            {
                Algorithm = "weighted_round_robin",
                DynamicAdjustment = new DynamicAdjustmentConfig { Enabled = true, AdjustmentInterval = TimeSpan.FromSeconds(1) },
                // Nobody is judged in a slow start.
                HealthMonitoring = new HealthMonitoringConfig { SlowStart = TimeSpan.Zero },
            },
        ],
    };

    [Fact]
    public async Task Dispatcher_WorkerSlowsDownFourTimes_ItsWeightFollowsAndIsToldWithReasonsAndIsReset()
    {
        await using var host = await StartAsync();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var publishing = PublishAsync(host, enough.Token);

        await Eventually.TrueAsync(() => ValueTask.FromResult(host.Status.Read().Groups[0].Destinations.Any(d => d is { Name: "a", Weight: >= 15 and <= 45 })), "the weight of a is less than half of the others'", Token);

        var adjustments = host.Status.ReadAdjustments()[0];
        Assert.True(adjustments is { IsActive: true, Inactive: null, Group: "default" });
        var first = adjustments.Recent.Last(a => a.Destination == "a");
        Assert.Equal((100, AdjustmentCause.Performance), (first.Configured, first.Cause));
        Assert.True(first.To < first.From && first.Relative < 0.8 && first.Messages >= AdjustmentRules.LeastMessages, first.Reason);
        Assert.Equal(100, host.Destination("a").ConfiguredWeight);
        Assert.True(host.Administration.ResetWeights("default", "the test") >= 1);
        Assert.Equal(100, host.Destination("a").Weight);
        await enough.CancelAsync();
        await publishing;
    }

    [Fact]
    public async Task Reset_UnknownGroup_IsRefused()
    {
        await using var host = await StartAsync();

        Assert.Throws<ArgumentException>(() => host.Administration.ResetWeights("nobody", "the test"));
    }

    private static Task<EmbeddedHost> StartAsync() => EmbeddedHost.StartAsync(Adjusting, services =>
    {
        foreach (var name in (string[])["a", "b", "c", "d"])
        {
            // Long enough that what a busy machine adds, to all of them alike, is little of it.
            var options = new SampleHandlerOptions { Work = WorkDistribution.Parse("const:60ms"), SlowDown = name == "a" ? new SlowDown(4, TimeSpan.FromSeconds(2)) : null };
            services.AddMessageLBWorker("default", name, _ => new SampleHandler(options, TimeProvider.System), static o => o.Concurrency = 8);
        }
    });

    // Some 125 messages a second, a quarter of what the workers can do.
    private static async Task PublishAsync(EmbeddedHost host, CancellationToken enough)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        try
        {
            for (var round = 0; await timer.WaitForNextTickAsync(enough); round++)
            {
                // Each with an identifier of its own: workers do nothing twice.
                var number = round;
                await host.PublishAsync(25, shape: (i, properties) => properties.MessageId = $"{number}-{i}");
            }
        }
        catch (OperationCanceledException) when (enough.IsCancellationRequested)
        {
            // Enough.
        }
    }
}

using MessageLB.Core.Configuration;
using MessageLB.Testing;
using MessageLB.Worker;
using Xunit;

namespace MessageLB.Dispatcher.Tests.EndToEnd;

/// <summary>What is told of workers over time, from what they report.</summary>
public sealed class PerformanceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Performance_OfRealWorkers_CountsWhatTheyDidAndWhatFailedThere()
    {
        var config = MessageLBConfig.Default with { Groups = [GroupConfig.Default with { Algorithm = "round_robin", Retry = new RetryConfig { MaxAttempts = 1 } }] };
        await using var host = await EmbeddedHost.StartAsync(config, services =>
        {
            foreach (var name in (string[])["a", "b"]) services.AddMessageLBWorker("default", name, _ => new FailingHandler(), static o => o.Concurrency = 4);
        });
        await host.PublishAsync(100, shape: static (i, properties) => properties.Type = i % 4 == 0 ? "bad" : "good");

        await Eventually.TrueAsync(() => ValueTask.FromResult(host.Status.ReadPerformance()[0].Windows is [_, _, { Figures.Counted: { Done: 75, Failed: 25 } }]), "all are counted", Token);

        var group = Assert.Single(host.Status.ReadPerformance());
        Assert.Equal(("default", 0.25), (group.Group, group.Windows[0].ErrorRate.Value));
        Assert.Equal(["a", "b"], group.Destinations.Select(d => d.Destination));
        Assert.Equal(100, group.Destinations.Sum(d => d.Windows[0].Figures.Counted.Handed));
    }

    [Fact]
    public async Task Performance_OfRealWorkers_TellsPercentilesOfDestinationsAndGroup()
    {
        var config = MessageLBConfig.Default with { Groups = [GroupConfig.Default with { Algorithm = "round_robin", Retry = new RetryConfig { MaxAttempts = 1 } }] };
        await using var host = await EmbeddedHost.StartAsync(config, services =>
        {
            foreach (var name in (string[])["a", "b"]) services.AddMessageLBWorker("default", name, _ => new FailingHandler(), static o => o.Concurrency = 4);
        });
        await host.PublishAsync(100);

        await Eventually.TrueAsync(() => ValueTask.FromResult(host.Status.ReadPerformance()[0].Windows is [_, _, { Percentiles.Messages: 100 }]), "all times are told", Token);

        var group = Assert.Single(host.Status.ReadPerformance());
        Assert.Equal(100, group.Destinations.Sum(d => d.Windows[2].Percentiles.Messages));
        var read = group.Windows[2].Percentiles;
        Assert.True(read.P50.Value > 0 && read.P50.Value <= read.P95.Value && read.P95.Value <= read.P99.Value);
    }

    private sealed class FailingHandler : IMessageHandler
    {
        public ValueTask<HandlerResult> HandleAsync(Message message, CancellationToken cancellationToken) =>
            ValueTask.FromResult(message.Properties.Type == "bad" ? HandlerResult.Retry("Boom: on purpose") : HandlerResult.Done);
    }
}

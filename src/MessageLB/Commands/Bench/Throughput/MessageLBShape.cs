using System.Globalization;
using MessageLB.CommandLine.Commands.Dev;
using MessageLB.CommandLine.Options;
using MessageLB.Core.Configuration;

namespace MessageLB.CommandLine.Commands.Bench.Throughput;

/// <summary>A dispatcher with SDK workers behind it, composed as <c>messagelb dev</c> composes them.</summary>
/// <param name="name">Name of the shape.</param>
/// <param name="delivery">When ingress messages are acknowledged.</param>
/// <param name="frameMax">Most messages in a frame; 1 for none.</param>
internal sealed class MessageLBShape(string name, DeliveryMode delivery, int frameMax) : IThroughputShape
{
    private const int Concurrency = 4;

    public string Name => name;

    public string Setting => string.Create(CultureInfo.InvariantCulture, $"delivery {DeliveryOption.NameOf(delivery)}, {GroupConfig.DefaultAlgorithm}, {(frameMax > 1 ? $"frames of up to {frameMax}" : "no frames")}, workers × {Concurrency}");

    public async Task<IAsyncDisposable> StartAsync(ThroughputStage stage, CancellationToken stop)
    {
        var host = DevHost.Create(
            new GroupConfig { Name = stage.Group, Routes = [$"{stage.Group}.#"], Delivery = delivery, FrameMax = frameMax },
            [.. stage.Destinations.Select(destination => new DevWorker(destination, 1, null) { Prefetch = ThroughputStage.Prefetch })],
            Concurrency,
            _ => new CompletingHandler(stage.Books),
            stage.Broker.Transport,
            stage.Note,
            stage.Time);
        try
        {
            await host.StartAsync(stop);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }
}

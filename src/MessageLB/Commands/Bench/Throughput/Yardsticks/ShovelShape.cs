using System.Globalization;

namespace MessageLB.CommandLine.Commands.Bench.Throughput.Yardsticks;

/// <summary>
/// RabbitMQ's own way of moving messages from queue to queue, a shovel. It knows one destination, so the workers compete at one queue instead
/// of having one each.
/// </summary>
internal sealed class ShovelShape : IThroughputShape
{
    public string Name => "shovel";

    public string Setting => string.Create(CultureInfo.InvariantCulture, $"RabbitMQ Shovel to one queue, on-confirm, prefetch {Shovel.Prefetch}, competing workers");

    public string Plugin => Shovel.Plugin;

    public async Task<IAsyncDisposable> StartAsync(ThroughputStage stage, CancellationToken stop)
    {
        var crew = new BenchCrew();
        try
        {
            var queues = await (stage with { Destinations = [stage.Destinations[0]] }).DeclareWorkQueuesAsync(stop);
            foreach (var _ in stage.Destinations) crew.Add(await AckingConsumer.StartAsync(stage, queues[0], ThroughputStage.Prefetch, ackEvery: 1, stop));
            crew.Add(await Shovel.StartAsync(stage, queues[0], stop));
            return crew;
        }
        catch
        {
            await crew.DisposeAsync();
            throw;
        }
    }
}

using System.Globalization;

namespace MessageLB.CommandLine.Commands.Bench.Throughput.Yardsticks;

/// <summary>The hop written by hand, with plain workers behind it.</summary>
internal sealed class BareHopShape : IThroughputShape
{
    public string Name => ThroughputOptions.DefaultBaseline;

    public string Setting => string.Create(CultureInfo.InvariantCulture, $"by hand, prefetch {BareHop.Prefetch}, {BareHop.MaxUnconfirmed} unconfirmed, ack by prefix");

    public async Task<IAsyncDisposable> StartAsync(ThroughputStage stage, CancellationToken stop)
    {
        var crew = new BenchCrew();
        try
        {
            var queues = await stage.DeclareWorkQueuesAsync(stop);
            foreach (var queue in queues) crew.Add(await AckingConsumer.StartAsync(stage, queue, ThroughputStage.Prefetch, ackEvery: 1, stop));
            crew.Add(await BareHop.StartAsync(stage, queues, stop));
            return crew;
        }
        catch
        {
            await crew.DisposeAsync();
            throw;
        }
    }
}

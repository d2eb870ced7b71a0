using System.Globalization;

namespace MessageLB.CommandLine.Commands.Bench.Throughput.Yardsticks;

/// <summary>No hop at all: as many competing consumers on the ingress queue as there are destinations elsewhere.</summary>
/// <param name="name">Name of the shape.</param>
/// <param name="prefetch">Most messages unacknowledged at each.</param>
/// <param name="ackEvery">Messages that are acknowledged at once.</param>
internal sealed class DirectShape(string name, int prefetch, int ackEvery) : IThroughputShape
{
    public string Name => name;

    public string Setting => string.Create(CultureInfo.InvariantCulture, $"competing consumers, prefetch {prefetch}, ack {(ackEvery == 1 ? "each" : $"every {ackEvery}")}");

    public async Task<IAsyncDisposable> StartAsync(ThroughputStage stage, CancellationToken stop)
    {
        var crew = new BenchCrew();
        try
        {
            foreach (var _ in stage.Destinations) crew.Add(await AckingConsumer.StartAsync(stage, stage.Ingress, prefetch, ackEvery, stop));
            return crew;
        }
        catch
        {
            await crew.DisposeAsync();
            throw;
        }
    }
}

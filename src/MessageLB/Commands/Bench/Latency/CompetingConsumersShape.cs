using System.Globalization;

namespace MessageLB.CommandLine.Commands.Bench.Latency;

/// <summary>What people have without a dispatcher: every worker consumes the one queue, with a prefetch.</summary>
/// <param name="prefetch">Most messages unacknowledged at each worker.</param>
internal sealed class CompetingConsumersShape(int prefetch) : ILatencyShape
{
    public string Name => "competing_consumers";

    public string Setting => string.Create(CultureInfo.InvariantCulture, $"prefetch {prefetch}");

    public async Task<IAsyncDisposable> StartAsync(LatencyStage stage, CancellationToken stop)
    {
        var crew = new BenchCrew();
        try
        {
            for (var i = 0; i < stage.Options.Speeds.Count; i++) crew.Add(await CompetingConsumer.StartAsync(stage, i, prefetch, stop));
            return crew;
        }
        catch
        {
            await crew.DisposeAsync();
            throw;
        }
    }
}

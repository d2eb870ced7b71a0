using System.Globalization;
using MessageLB.Testing;

namespace MessageLB.Benchmarks.Throughput;

/// <summary>
/// Throughput of each shape on one broker, interleaved over several rounds, as medians and as ratios to the bare hop in the same
/// run: the machine's speed drifts, ratios do not. Allocations are the whole process's, workers included.
/// </summary>
internal sealed class ThroughputRun(int rounds, int messages, int size, int workers)
{
    private static readonly IShape[] Shapes = [new BareHopShape(), new MessageLBShape("round_robin"), new MessageLBShape("response_time")];

    public async Task RunAsync()
    {
        await using var broker = new LocalBroker();
        await broker.InitializeAsync();
        Console.WriteLine($"{messages:N0} persistent messages of {size} bytes, {workers} workers, {rounds} rounds after one warm-up, quorum queues");
        var results = Shapes.ToDictionary(s => s, _ => new List<(double Rate, double Bytes)>());
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var shape in Shapes)
            {
                var result = await MeasureAsync(broker.Uri, shape, round);
                if (round > 0) results[shape].Add(result);
                Console.WriteLine($"  round {round} {shape.Name,-26} {result.Rate,10:N0} msg/s {result.Bytes,10:N0} B/msg");
            }
        }

        Print(results);
    }

    private async Task<(double Rate, double Bytes)> MeasureAsync(Uri broker, IShape shape, int round)
    {
        var group = string.Create(CultureInfo.InvariantCulture, $"bench-{Array.IndexOf(Shapes, shape)}-{round}");
        await using var filler = new IngressFiller(broker, group, workers);
        await filler.FillAsync(messages, size);
        GC.Collect();
        var allocated = GC.GetTotalAllocatedBytes();
        var elapsed = await shape.DrainAsync(broker, group, workers, messages);
        return (messages / elapsed.TotalSeconds, (double)(GC.GetTotalAllocatedBytes() - allocated) / messages);
    }

    private static void Print(Dictionary<IShape, List<(double Rate, double Bytes)>> results)
    {
        var yardstick = Median(results[Shapes[0]].Select(r => r.Rate));
        Console.WriteLine();
        Console.WriteLine("| shape | msg/s (median) | min | max | ratio to bare-hop | allocated B/msg |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var (shape, runs) in results)
        {
            var rates = runs.Select(r => r.Rate).ToList();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {shape.Name} | {Median(rates):N0} | {rates.Min():N0} | {rates.Max():N0} | {Median(rates) / yardstick:0.00} | {Median(runs.Select(r => r.Bytes)):N0} |"));
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }
}

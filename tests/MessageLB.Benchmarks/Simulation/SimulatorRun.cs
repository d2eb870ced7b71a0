using System.Diagnostics;
using System.Globalization;
using MessageLB.Core.Configuration;
using MessageLB.Core.Routing;
using MessageLB.Simulation;

namespace MessageLB.Benchmarks.Simulation;

/// <summary>
/// Messages per second that one core simulates, feedback after each completion: shapes interleaved over several rounds, as medians and as
/// cost per message relative to the first shape in the same run.
/// </summary>
internal sealed class SimulatorRun(int rounds, int messages)
{
    private static readonly Shape[] Shapes =
    [
        new("response_time", 4, 1, Policy(RoutingPolicyNames.ResponseTime)),
        new("response_time", 1000, 1, Policy(RoutingPolicyNames.ResponseTime)),
        new("least_connections", 4, 1, Policy(RoutingPolicyNames.LeastConnections)),
        new("response_time", 4, 4, Policy(RoutingPolicyNames.ResponseTime)),
        new("competing_consumers", 4, 1, new SimulatedCase { Name = "competing_consumers", Baseline = BaselineKind.CompetingConsumers }),
    ];

    public void Run()
    {
        Console.WriteLine($"{messages:N0} messages a run, load 0.8, exponential service, concurrency 4, one core, {rounds} rounds after one warm-up");
        var results = Shapes.ToDictionary(s => s, _ => new List<(double Rate, double Bytes)>());
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var shape in Shapes)
            {
                var result = Measure(shape);
                if (round > 0) results[shape].Add(result);
            }
        }

        Print(results);
    }

    private static SimulatedCase Policy(string name) =>
        new() { Name = name, Group = GroupConfig.Default with { Algorithm = name } };

    private (double Rate, double Bytes) Measure(Shape shape)
    {
        var scenario = new Scenario
        {
            Messages = messages,
            Seeds = [1],
            Destinations = [.. Enumerable.Range(0, shape.Destinations).Select(i => new SimulatedDestination { Name = $"w{i}", Speed = (i % 4) switch { 0 => 2, 3 => 0.5, _ => 1 } })],
            Arrivals = new ArrivalConfig { Load = 0.8 },
            Dispatchers = shape.Dispatchers,
            Cases = [shape.Case],
        };
        var simulator = new Simulator(RoutingPolicyRegistry.BuiltIn);
        GC.Collect();
        var allocated = GC.GetTotalAllocatedBytes();
        var started = Stopwatch.GetTimestamp();
        simulator.Run(scenario, null, CancellationToken.None);
        var elapsed = Stopwatch.GetElapsedTime(started);
        return (messages / elapsed.TotalSeconds, (double)(GC.GetTotalAllocatedBytes() - allocated) / messages);
    }

    private static void Print(Dictionary<Shape, List<(double Rate, double Bytes)>> results)
    {
        var yardstick = Median(results[Shapes[0]].Select(r => r.Rate));
        Console.WriteLine();
        Console.WriteLine("| case | destinations | dispatchers | msg/s (median) | min | max | cost relative to the first | allocated B/msg |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var (shape, runs) in results)
        {
            var rates = runs.Select(r => r.Rate).ToList();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {shape.Name} | {shape.Destinations:N0} | {shape.Dispatchers} | {Median(rates):N0} | {rates.Min():N0} | {rates.Max():N0} | {yardstick / Median(rates):0.00} | {Median(runs.Select(r => r.Bytes)):N0} |"));
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }

    private sealed record Shape(string Name, int Destinations, int Dispatchers, SimulatedCase Case);
}

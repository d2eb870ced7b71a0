using System.Globalization;
using BenchmarkDotNet.Running;
using MessageLB.Benchmarks.Heartbeats;
using MessageLB.Benchmarks.Micro;
using MessageLB.Benchmarks.Simulation;
using MessageLB.Benchmarks.Throughput;
using MessageLB.CommandLine;
using MessageLB.CommandLine.Commands.Bench.Throughput;
using MessageLB.CommandLine.Terminals;

// throughput [OPTIONS]: `messagelb bench throughput` with more shapes: MassTransit, and MessageLB while somebody watches. simulator [ROUNDS [MESSAGES]]: messages per second that one core
// simulates. heartbeats [DESTINATIONS [SECONDS]]: what heartbeats cost the dispatcher. Anything else goes to BenchmarkDotNet.
int Figure(string[] figures, int index, int otherwise) => index < figures.Length ? int.Parse(figures[index], CultureInfo.InvariantCulture) : otherwise;

if (args is ["throughput", .. var options])
{
    using var signal = new StopSignal();
    IThroughputShape BuiltIn(string name) => ThroughputShapes.BuiltIn.Single(shape => shape.Name == name);
    IThroughputShape[] more =
    [
        new MassTransitHopShape(),
        new WatchedShape(BuiltIn("messagelb"), "messagelb-metrics", sampling: null),
        new WatchedShape(BuiltIn("messagelb"), "messagelb-sampled", sampling: 0.01),
        new WatchedShape(BuiltIn("messagelb"), "messagelb-traced", sampling: 1),
        new WatchedShape(BuiltIn("messagelb-frames"), "messagelb-frames-metrics", sampling: null),
        new WatchedShape(BuiltIn("messagelb-frames"), "messagelb-frames-sampled", sampling: 0.01),
    ];
    var app = new CommandLineApp(Terminal.OfProcess()) { Shapes = [.. ThroughputShapes.BuiltIn, .. more] };
    return await app.RunAsync(["bench", "throughput", .. options], signal.Token);
}

if (args is ["simulator", .. var sizes])
{
    new SimulatorRun(Figure(sizes, 0, 5), Figure(sizes, 1, 1_000_000)).Run();
    return ExitCodes.Ok;
}

if (args is ["heartbeats", .. var counts])
{
    new HeartbeatIntakeRun(Figure(counts, 0, 10_000), Figure(counts, 1, 20)).Run();
    return ExitCodes.Ok;
}

BenchmarkSwitcher.FromAssembly(typeof(PickBenchmarks).Assembly).Run(args);
return ExitCodes.Ok;

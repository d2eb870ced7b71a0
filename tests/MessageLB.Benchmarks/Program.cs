using System.Globalization;
using BenchmarkDotNet.Running;
using MessageLB.Benchmarks.Micro;
using MessageLB.Benchmarks.Simulation;
using MessageLB.Benchmarks.Throughput;
using MessageLB.CommandLine;
using MessageLB.CommandLine.Commands.Bench.Throughput;
using MessageLB.CommandLine.Terminals;

// throughput [OPTIONS]: `messagelb bench throughput` with one shape more. simulator [ROUNDS [MESSAGES]]: messages per second that one core
// simulates. Anything else goes to BenchmarkDotNet.
int Figure(string[] figures, int index, int otherwise) => index < figures.Length ? int.Parse(figures[index], CultureInfo.InvariantCulture) : otherwise;

if (args is ["throughput", .. var options])
{
    using var signal = new StopSignal();
    var app = new CommandLineApp(Terminal.OfProcess()) { Shapes = [.. ThroughputShapes.BuiltIn, new MassTransitHopShape()] };
    return await app.RunAsync(["bench", "throughput", .. options], signal.Token);
}

if (args is ["simulator", .. var sizes])
{
    new SimulatorRun(Figure(sizes, 0, 5), Figure(sizes, 1, 1_000_000)).Run();
    return ExitCodes.Ok;
}

BenchmarkSwitcher.FromAssembly(typeof(PickBenchmarks).Assembly).Run(args);
return ExitCodes.Ok;

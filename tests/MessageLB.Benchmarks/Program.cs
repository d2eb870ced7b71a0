using System.Globalization;
using BenchmarkDotNet.Running;
using MessageLB.Benchmarks.Micro;
using MessageLB.Benchmarks.Simulation;
using MessageLB.Benchmarks.Throughput;

// throughput [ROUNDS [MESSAGES [SIZE [WORKERS]]]]: end to end on RabbitMQ. simulator [ROUNDS [MESSAGES]]: messages per second that one core
// simulates. Anything else goes to BenchmarkDotNet.
int Figure(string[] figures, int index, int otherwise) => index < figures.Length ? int.Parse(figures[index], CultureInfo.InvariantCulture) : otherwise;

if (args is ["throughput", .. var figures])
{
    await new ThroughputRun(Figure(figures, 0, 5), Figure(figures, 1, 20_000), Figure(figures, 2, 256), Figure(figures, 3, 4)).RunAsync();
    return;
}

if (args is ["simulator", .. var sizes])
{
    new SimulatorRun(Figure(sizes, 0, 5), Figure(sizes, 1, 1_000_000)).Run();
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(PickBenchmarks).Assembly).Run(args);

using System.Globalization;
using BenchmarkDotNet.Running;
using MessageLB.Benchmarks.Micro;
using MessageLB.Benchmarks.Throughput;

// throughput [ROUNDS [MESSAGES [SIZE [WORKERS]]]]: end to end on RabbitMQ; anything else goes to BenchmarkDotNet.
if (args is ["throughput", .. var figures])
{
    int Figure(int index, int otherwise) => index < figures.Length ? int.Parse(figures[index], CultureInfo.InvariantCulture) : otherwise;
    await new ThroughputRun(Figure(0, 5), Figure(1, 20_000), Figure(2, 256), Figure(3, 4)).RunAsync();
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(PickBenchmarks).Assembly).Run(args);

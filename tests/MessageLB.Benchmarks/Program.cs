using BenchmarkDotNet.Running;
using MessageLB.Benchmarks.Micro;

BenchmarkSwitcher.FromAssembly(typeof(PickBenchmarks).Assembly).Run(args);

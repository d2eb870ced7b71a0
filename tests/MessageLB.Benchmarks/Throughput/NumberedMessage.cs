namespace MessageLB.Benchmarks.Throughput;

/// <summary>A message of the benchmark, as MassTransit reads it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Filler">What gives it its size.</param>
public sealed record NumberedMessage(int Number, string Filler);

namespace MessageLB.CommandLine.Commands.Bench.Soak;

/// <summary>Memory at one moment, in megabytes.</summary>
/// <param name="HeapMb">Managed memory after a full collection, without the books of the soak.</param>
/// <param name="WorkingSetMb">Working set of the process.</param>
internal readonly record struct SoakSample(double HeapMb, double WorkingSetMb);

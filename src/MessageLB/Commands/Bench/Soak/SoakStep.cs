namespace MessageLB.CommandLine.Commands.Bench.Soak;

/// <summary>One fault of a soak.</summary>
/// <param name="Fault">What is done.</param>
/// <param name="Worker">To which worker, from 0; of no meaning for the others.</param>
/// <param name="Before">Time without a fault before it.</param>
/// <param name="Lasts">How long it lasts.</param>
internal readonly record struct SoakStep(SoakFault Fault, int Worker, TimeSpan Before, TimeSpan Lasts);

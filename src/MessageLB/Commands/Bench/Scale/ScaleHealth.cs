namespace MessageLB.CommandLine.Commands.Bench.Scale;

/// <summary>How far a dispatcher is.</summary>
/// <param name="IsReady">Whether it takes messages.</param>
/// <param name="Known">Destinations that it knows.</param>
/// <param name="Ready">Those that are ready.</param>
internal readonly record struct ScaleHealth(bool IsReady, int Known, int Ready);

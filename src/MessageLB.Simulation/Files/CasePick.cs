using MessageLB.Core.Configuration;

namespace MessageLB.Simulation;

/// <summary>A case asked for outside of the scenario.</summary>
/// <param name="Name">Name of a case of the scenario, else of a policy or a baseline.</param>
/// <param name="Origin">Where it was asked for.</param>
public sealed record CasePick(string Name, ConfigOrigin Origin);

using System.Text.Json.Serialization;

namespace MessageLB.CommandLine.Commands.Simulate;

/// <summary>Writes results in snake case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SimulateAnswer))]
internal sealed partial class SimulateJsonContext : JsonSerializerContext;

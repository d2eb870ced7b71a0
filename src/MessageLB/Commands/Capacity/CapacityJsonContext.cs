using System.Text.Json.Serialization;

namespace MessageLB.CommandLine.Commands.Capacity;

/// <summary>Writes the report in snake case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CapacityReport))]
internal sealed partial class CapacityJsonContext : JsonSerializerContext;

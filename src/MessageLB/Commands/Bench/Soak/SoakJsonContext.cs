using System.Text.Json.Serialization;

namespace MessageLB.CommandLine.Commands.Bench.Soak;

/// <summary>Writes the report in snake case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SoakReport))]
internal sealed partial class SoakJsonContext : JsonSerializerContext;

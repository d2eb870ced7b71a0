using System.Text.Json.Serialization;

namespace MessageLB.CommandLine.Commands.Bench.Latency;

/// <summary>Writes the report in snake case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(LatencyReport))]
internal sealed partial class LatencyJsonContext : JsonSerializerContext;

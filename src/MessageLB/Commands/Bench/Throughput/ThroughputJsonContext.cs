using System.Text.Json.Serialization;

namespace MessageLB.CommandLine.Commands.Bench.Throughput;

/// <summary>Writes the report in snake case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ThroughputReport))]
internal sealed partial class ThroughputJsonContext : JsonSerializerContext;

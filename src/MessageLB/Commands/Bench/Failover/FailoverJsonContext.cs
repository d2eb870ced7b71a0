using System.Text.Json.Serialization;

namespace MessageLB.CommandLine.Commands.Bench.Failover;

/// <summary>Writes the report in snake case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(FailoverReport))]
internal sealed partial class FailoverJsonContext : JsonSerializerContext;

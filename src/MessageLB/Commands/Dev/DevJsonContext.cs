using System.Text.Json.Serialization;

namespace MessageLB.CommandLine.Commands.Dev;

/// <summary>Writes the summary in snake case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DevSummary))]
internal sealed partial class DevJsonContext : JsonSerializerContext;

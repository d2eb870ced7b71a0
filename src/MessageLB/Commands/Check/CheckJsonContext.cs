using System.Text.Json.Serialization;

namespace MessageLB.CommandLine.Commands.Check;

/// <summary>Writes what a check has found in snake case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CheckAnswer))]
internal sealed partial class CheckJsonContext : JsonSerializerContext;

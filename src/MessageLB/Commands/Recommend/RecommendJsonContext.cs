using System.Text.Json.Serialization;

namespace MessageLB.CommandLine.Commands.Recommend;

/// <summary>Writes recommendations in snake case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RecommendAnswer))]
internal sealed partial class RecommendJsonContext : JsonSerializerContext;

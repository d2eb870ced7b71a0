using System.Text.Json.Serialization;

namespace MessageLB.CommandLine.Commands.Publish;

/// <summary>Writes results in snake case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PublishResult))]
internal sealed partial class PublishJsonContext : JsonSerializerContext;

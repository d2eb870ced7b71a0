using System.Text.Json.Serialization;

namespace MessageLB.CommandLine.Commands.Record;

/// <summary>Reads lines of recordings, in snake case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RecordLine))]
internal sealed partial class RecordJsonContext : JsonSerializerContext;

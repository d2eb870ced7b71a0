using System.Text.Json.Serialization;

namespace MessageLB.Dispatcher.Learning;

/// <summary>Reads and writes the state file, in snake case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(StateDocument))]
internal sealed partial class StateJsonContext : JsonSerializerContext;

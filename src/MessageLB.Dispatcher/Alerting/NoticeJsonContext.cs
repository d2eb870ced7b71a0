using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MessageLB.Dispatcher.Alerting;

/// <summary>Writes notices, in snake case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(NoticeMessage))]
internal sealed partial class NoticeJsonContext : JsonSerializerContext
{
    /// <summary>The context to use: it leaves quotes and other letters readable.</summary>
    public static NoticeJsonContext Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}

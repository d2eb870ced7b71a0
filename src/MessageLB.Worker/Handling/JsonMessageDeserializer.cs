using System.Text.Json;

namespace MessageLB.Worker;

/// <summary>Reads bodies as JSON with System.Text.Json. Thread-safe.</summary>
/// <param name="options">How to read. Default: <see cref="JsonSerializerDefaults.Web"/> (names without case, numbers also as text).</param>
public sealed class JsonMessageDeserializer(JsonSerializerOptions? options = null) : IMessageDeserializer
{
    private readonly JsonSerializerOptions _options = options ?? JsonSerializerOptions.Web;

    /// <summary>The one with default options.</summary>
    public static JsonMessageDeserializer Default { get; } = new();

    /// <inheritdoc />
    public T? Deserialize<T>(Message message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return JsonSerializer.Deserialize<T>(message.Body.Span, _options);
    }
}

using System.Text.Json;

namespace MessageLB.Worker;

/// <summary>
/// Handles messages whose bodies are values of <typeparamref name="T"/>. A body that cannot be read is dropped, because the
/// next attempt would read the same bytes.
/// </summary>
/// <param name="deserializer">How to read bodies. Default: JSON.</param>
/// <typeparam name="T">Type of the value.</typeparam>
public abstract class MessageHandler<T>(IMessageDeserializer? deserializer = null) : IMessageHandler
{
    private readonly IMessageDeserializer _deserializer = deserializer ?? JsonMessageDeserializer.Default;

    /// <inheritdoc />
    public ValueTask<HandlerResult> HandleAsync(Message message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        T? value;
        try
        {
            value = _deserializer.Deserialize<T>(message);
        }
        catch (Exception e)
        {
            return new ValueTask<HandlerResult>(HandlerResult.Unreadable(Describe(message, e)));
        }

        return value is null
            ? new ValueTask<HandlerResult>(HandlerResult.Unreadable($"a body of {message.Body.Length} bytes reads as null, not as {typeof(T).Name}"))
            : HandleAsync(value, message, cancellationToken);
    }

    /// <summary>Handles one value; see <see cref="IMessageHandler.HandleAsync"/>.</summary>
    protected abstract ValueTask<HandlerResult> HandleAsync(T value, Message message, CancellationToken cancellationToken);

    // The exception's own text may quote the body, so only its place or its kind is told.
    private static string Describe(Message message, Exception e) => e is JsonException json
        ? $"a body of {message.Body.Length} bytes is not JSON for {typeof(T).Name} (line {json.LineNumber + 1}, byte {json.BytePositionInLine})"
        : $"a body of {message.Body.Length} bytes does not read as {typeof(T).Name} ({e.GetType().Name})";
}

using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using MessageLB.Transport;
using MessageLB.Worker;

namespace MessageLB.CommandLine.Commands.Worker;

/// <summary>
/// Appends one line of JSON per message, handed to the operating system before the message is settled: what a killed worker
/// settled is in the file. One worker per file. Thread-safe.
/// </summary>
internal sealed class RecordFile : IAsyncDisposable
{
    private readonly FileStream _file;
    private readonly Lock _lock = new();
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly TimeProvider _time;

    private RecordFile(FileStream file, TimeProvider time) => (_file, _time) = (file, time);

    /// <summary>Opens or creates the file; null without a path.</summary>
    /// <exception cref="CommandFailedException">It cannot be opened.</exception>
    public static RecordFile? Open(string? path, TimeProvider time)
    {
        if (path is null) return null;
        try
        {
            // No buffer: a line is in the file when it was written. Readers may look on; another writer would overwrite our lines.
            return new RecordFile(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0), time);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(ExitCodes.Usage, $"--record: {e.Message}", e);
        }
    }

    public void Append(Message message)
    {
        lock (_lock)
        {
            _line.ResetWrittenCount();
            using (var json = new Utf8JsonWriter(_line)) Write(json, message);
            _line.Write("\n"u8);
            _file.Write(_line.WrittenSpan);
        }
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private void Write(Utf8JsonWriter json, Message message)
    {
        json.WriteStartObject();
        json.WriteString("completed_at", _time.GetUtcNow().UtcDateTime);
        json.WriteString("message_id", message.MessageId);
        json.WriteString("exchange", message.Exchange);
        json.WriteString("routing_key", message.RoutingKey);
        json.WriteNumber("size", message.Body.Length);
        json.WriteString("sha256", Convert.ToHexStringLower(SHA256.HashData(message.Body.Span)));
        json.WriteNumber("attempt", message.Attempt);
        json.WriteBoolean("redelivered", message.Redelivered);
        WriteProperties(json, message.Properties);
        json.WritePropertyName("headers");
        FieldJson.Write(json, message.Properties.Headers ?? new Dictionary<string, object?>());
        json.WriteEndObject();
    }

    private static void WriteProperties(Utf8JsonWriter json, MessageProperties properties)
    {
        json.WriteStartObject("properties");
        WriteText(json, "content_type", properties.ContentType);
        WriteText(json, "content_encoding", properties.ContentEncoding);
        json.WriteBoolean("persistent", properties.Persistent);
        if (properties.Priority is { } priority) json.WriteNumber("priority", priority);
        WriteText(json, "correlation_id", properties.CorrelationId);
        WriteText(json, "reply_to", properties.ReplyTo);
        WriteText(json, "expiration", properties.Expiration);
        if (properties.Timestamp is { } timestamp) json.WriteNumber("timestamp", timestamp);
        WriteText(json, "type", properties.Type);
        WriteText(json, "user_id", properties.UserId);
        WriteText(json, "app_id", properties.AppId);
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }
}

using System.Text.Json;

namespace MessageLB.Worker.Commands;

/// <summary>What a person or a dispatcher asks of a worker: <c>{"v":1,"command":"drain","instance":"…"}</c>.</summary>
/// <param name="Intent">What the worker is to do.</param>
/// <param name="Instance">The one instance that is meant; null for every instance of the destination.</param>
internal readonly record struct WorkerCommand(WorkerIntent Intent, string? Instance)
{
    public const int Version = 1;
    private const int MaxSize = 4 * 1024;

    /// <summary>Reads a command; never throws. Unknown fields are ignored; on failure <paramref name="error"/> says what is wrong.</summary>
    public static bool TryRead(ReadOnlySpan<byte> utf8, out WorkerCommand command, out string? error)
    {
        command = default;
        if (utf8.Length > MaxSize)
        {
            error = $"{utf8.Length} bytes, more than {MaxSize}";
            return false;
        }

        try
        {
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = 8 });
            using var json = JsonDocument.ParseValue(ref reader);
            if (reader.BytesConsumed != utf8.Length && reader.Read()) throw new JsonException("text after the object");
            return TryRead(json.RootElement, out command, out error);
        }
        catch (JsonException e)
        {
            error = $"not valid JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine})";
            return false;
        }
    }

    private static bool TryRead(JsonElement json, out WorkerCommand command, out string? error)
    {
        command = default;
        error = Violation(json);
        if (error is not null) return false;
        WorkerIntent? intent = json.GetProperty("command"u8).GetString() switch
        {
            "drain" => WorkerIntent.Drain,
            "resume" => WorkerIntent.Serve,
            "stop" => WorkerIntent.Stop,
            _ => null,
        };
        if (intent is null)
        {
            error = "field 'command' is none of drain, resume, stop";
            return false;
        }

        command = new WorkerCommand(intent.Value, json.TryGetProperty("instance"u8, out var instance) ? instance.GetString() : null);
        return true;
    }

    private static string? Violation(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object) return "not an object";
        if (!json.TryGetProperty("v"u8, out var version) || version.ValueKind != JsonValueKind.Number) return "field 'v' is missing or not a number";
        if (!version.TryGetInt32(out var number) || number != Version) return $"version {version.GetRawText()} is not {Version}";
        if (!json.TryGetProperty("command"u8, out var command) || command.ValueKind != JsonValueKind.String) return "field 'command' is missing or not text";
        if (json.TryGetProperty("instance"u8, out var instance) && instance.ValueKind is not (JsonValueKind.String or JsonValueKind.Null)) return "field 'instance' is not text";
        return null;
    }
}

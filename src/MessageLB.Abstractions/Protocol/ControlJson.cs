using System.Text.Json;

namespace MessageLB;

/// <summary>What the readers of messages between dispatchers have in common. Never throws on bad input.</summary>
internal static class ControlJson
{
    // Objects of arrays of objects, and some room for fields of later versions.
    private const int MaxDepth = 16;

    /// <summary>Makes something of a JSON object; null with a reason if it breaks a rule.</summary>
    public delegate T? Build<out T>(JsonElement json, out string? error);

    /// <summary>Reads one JSON object of this version and nothing after it; on failure <paramref name="error"/> says what is wrong, for the log.</summary>
    public static T? Read<T>(ReadOnlySpan<byte> utf8, int maxSize, int version, Build<T> build, out string? error)
        where T : class
    {
        if (utf8.Length > maxSize)
        {
            error = $"{utf8.Length} bytes, more than {maxSize}";
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
            using var json = JsonDocument.ParseValue(ref reader);
            if (reader.Read()) throw new JsonException("text after the object");
            error = Violation(json.RootElement, version);
            return error is null ? build(json.RootElement, out error) : null;
        }
        catch (JsonException e)
        {
            error = $"not valid JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine})";
            return null;
        }
        catch (InvalidOperationException)
        {
            // Valid JSON may hold what is no text: escapes of half a character, or bytes that are not UTF-8.
            error = "a text cannot be read";
            return null;
        }
    }

    /// <summary>A field that must be a valid name.</summary>
    public static bool TryName(JsonElement json, ReadOnlySpan<byte> field, out string name)
    {
        name = string.Empty;
        return json.TryGetProperty(field, out var value) && TryName(value, out name);
    }

    /// <summary>A value that must be a valid name.</summary>
    public static bool TryName(JsonElement value, out string name)
    {
        name = Text(value) ?? string.Empty;
        return Names.IsValid(name);
    }

    /// <summary>A field that must be a counter.</summary>
    public static bool TryCount(JsonElement json, ReadOnlySpan<byte> field, out long count)
    {
        count = 0;
        return json.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt64(out count) && HeartbeatDraft.IsCount(count);
    }

    /// <summary>A text; null if it is something else.</summary>
    public static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string? Violation(JsonElement json, int version)
    {
        if (json.ValueKind != JsonValueKind.Object) return "not an object";
        if (!json.TryGetProperty("v"u8, out var written) || written.ValueKind != JsonValueKind.Number) return "field 'v' is missing or not a number";
        return written.TryGetInt32(out var number) && number == version ? null : $"version is not {version}";
    }
}

using System.Buffers;
using System.Text.Json;

namespace MessageLB;

/// <summary>
/// Writes and reads batches of results as a JSON array. Reading never throws: a malformed, oversized or implausible batch is refused as a
/// whole, with a reason. Unknown fields are ignored. Thread-safe.
/// </summary>
public static class ResultCodec
{
    /// <summary>Most results of one batch.</summary>
    public const int MaxResults = 64;

    /// <summary>Longest message id, in characters: what AMQP carries.</summary>
    public const int LongestId = 255;

    /// <summary>Largest batch in bytes: as many results as there may be, with the longest ids and errors, every character of them escaped.</summary>
    public const int MaxSize = 512 * 1024;

    /// <summary>Writes a batch.</summary>
    /// <param name="output">Takes the JSON.</param>
    /// <param name="results">1 to <see cref="MaxResults"/>; errors are cut to <see cref="FailureNotes.LongestError"/> characters.</param>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<WorkResult> results)
    {
        ArgumentOutOfRangeException.ThrowIfZero(results.Length, nameof(results));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(results.Length, MaxResults, nameof(results));
        using var json = new Utf8JsonWriter(output);
        json.WriteStartArray();
        foreach (var result in results)
        {
            json.WriteStartObject();
            json.WriteString("message_id"u8, result.MessageId);
            json.WriteNumber("attempt"u8, result.Attempt);
            json.WriteString("status"u8, StatusName(result.Status));
            json.WriteNumber("duration_ms"u8, Math.Round(result.DurationMs, 3));
            if (result.Error is { } error) json.WriteString("error"u8, FailureNotes.Error(error));
            if (result.Dispatcher is { } dispatcher) json.WriteString("dispatcher"u8, dispatcher);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Reads a batch; on failure <paramref name="error"/> says what is wrong, for the log.</summary>
    public static bool TryRead(ReadOnlySpan<byte> utf8, out IReadOnlyList<WorkResult> results, out string? error)
    {
        results = [];
        error = $"{utf8.Length} bytes, more than {MaxSize}";
        if (utf8.Length > MaxSize) return false;
        try
        {
            var reader = new Utf8JsonReader(utf8);
            results = Read(ref reader);
            error = null;
            return true;
        }
        catch (JsonException e)
        {
            error = e.LineNumber is { } line ? $"not valid JSON (line {line + 1}, byte {e.BytePositionInLine})" : $"no results: {e.Message}";
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            error = $"a field cannot be read: {e.Message}";
        }

        return false;
    }

    /// <summary>The word for a status on the wire.</summary>
    public static string StatusName(ResultStatus status) => status switch
    {
        ResultStatus.Success => "success",
        ResultStatus.Retry => "retry",
        ResultStatus.Drop => "drop",
        ResultStatus.Return => "return",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    private static List<WorkResult> Read(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartArray) throw new JsonException("expected an array");
        var results = new List<WorkResult>();
        while (json.Read() && json.TokenType == JsonTokenType.StartObject)
        {
            if (results.Count == MaxResults) throw new FormatException($"more than {MaxResults} results");
            var draft = new ResultDraft();
            draft.Read(ref json);
            results.Add(draft.Build());
        }

        if (json.TokenType != JsonTokenType.EndArray) throw new JsonException("expected an object");
        if (json.Read()) throw new JsonException("text after the array");
        if (results.Count == 0) throw new FormatException("no result");
        return results;
    }
}

using System.Text.Json;
using static MessageLB.JsonFields;

namespace MessageLB;

/// <summary>The fields of a result while it is read, and the rules that make a result of them.</summary>
internal struct ResultDraft
{
    private string? _messageId;
    private int? _attempt;
    private string? _status;
    private double _durationMs;
    private string? _error;
    private string? _dispatcher;

    /// <summary>Reads the object whose start was read.</summary>
    public void Read(ref Utf8JsonReader json)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("message_id"u8)) _messageId = Text(ref json);
            else if (json.ValueTextEquals("attempt"u8)) _attempt = Int(ref json);
            else if (json.ValueTextEquals("status"u8)) _status = Text(ref json);
            else if (json.ValueTextEquals("duration_ms"u8)) _durationMs = Number(ref json);
            else if (json.ValueTextEquals("error"u8)) _error = Text(ref json);
            else if (json.ValueTextEquals("dispatcher"u8)) _dispatcher = Text(ref json);
            else Skip(ref json);
        }
    }

    /// <summary>The result; what breaks a rule throws with the reason.</summary>
    public readonly WorkResult Build()
    {
        if (_messageId is not { Length: > 0 and <= ResultCodec.LongestId } id) throw new FormatException($"field 'message_id' is missing or not 1 to {ResultCodec.LongestId} characters");
        if (_attempt is not >= 1) throw new FormatException("field 'attempt' is missing or below 1");
        if (!TryStatus(_status, out var status)) throw new FormatException("field 'status' is none of success, retry, drop, return");
        if (!HeartbeatDraft.IsTime(_durationMs)) throw new FormatException($"field 'duration_ms' is outside 0 to {HeartbeatDraft.LongestTimeMs}");
        if (_dispatcher is not null && !Names.IsValid(_dispatcher)) throw new FormatException("field 'dispatcher' is not a valid name");
        return new WorkResult(id, _attempt.Value, status, _durationMs, _error is null ? null : FailureNotes.Error(_error), _dispatcher);
    }

    private static bool TryStatus(string? word, out ResultStatus status)
    {
        (status, var known) = word switch
        {
            "success" => (ResultStatus.Success, true),
            "retry" => (ResultStatus.Retry, true),
            "drop" => (ResultStatus.Drop, true),
            "return" => (ResultStatus.Return, true),
            _ => (default, false),
        };
        return known;
    }
}

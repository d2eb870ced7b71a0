using System.Buffers;
using System.Text.Json;

namespace MessageLB;

/// <summary>
/// Writes and reads the beats of dispatchers as JSON. Reading never throws: a malformed, oversized or implausible beat is refused with a
/// reason. Unknown fields are ignored. Thread-safe.
/// </summary>
public static class DispatcherBeatCodec
{
    /// <summary>Largest beat in bytes: the most groups with the longest names, and some room.</summary>
    public const int MaxSize = 80 * 1024;

    /// <summary>Writes a beat.</summary>
    public static void Write(IBufferWriter<byte> output, DispatcherBeat beat)
    {
        ArgumentNullException.ThrowIfNull(beat);
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteNumber("v"u8, DispatcherBeat.CurrentVersion);
        json.WriteString("id"u8, beat.Id);
        json.WriteNumber("seq"u8, beat.Sequence);
        json.WriteString("state"u8, StateName(beat.State));
        json.WriteNumber("interval_ms"u8, beat.IntervalMs);
        if (beat.StartedAt != default) json.WriteString("started_at"u8, beat.StartedAt);
        json.WriteStartArray("groups"u8);
        foreach (var group in beat.Groups) json.WriteStringValue(group);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Reads a beat; on failure <paramref name="error"/> says what is wrong, for the log.</summary>
    public static bool TryRead(ReadOnlySpan<byte> utf8, out DispatcherBeat? beat, out string? error)
    {
        beat = ControlJson.Read<DispatcherBeat>(utf8, MaxSize, DispatcherBeat.CurrentVersion, Build, out error);
        return beat is not null;
    }

    /// <summary>The word for a state on the wire and wherever a person reads it.</summary>
    public static string StateName(DispatcherState state) => state switch
    {
        DispatcherState.Ready => "ready",
        DispatcherState.Stopping => "stopping",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    private static DispatcherBeat? Build(JsonElement json, out string? error)
    {
        if (!ControlJson.TryName(json, "id"u8, out var id)) error = "field 'id' is missing or not a valid name";
        else if (!ControlJson.TryCount(json, "seq"u8, out var sequence)) error = "field 'seq' is missing or not a counter";
        else if (!TryState(json, out var state)) error = "field 'state' is none of ready, stopping";
        else if (!TryInterval(json, out var interval)) error = $"field 'interval_ms' is outside {DispatcherBeat.ShortestIntervalMs} to {DispatcherBeat.LongestIntervalMs}";
        else if (!TryStarted(json, out var started)) error = "field 'started_at' is not a time";
        else if (TryGroups(json, out var groups, out error))
            return new DispatcherBeat { Id = id, Sequence = sequence, State = state, IntervalMs = interval, StartedAt = started, Groups = groups };
        return null;
    }

    private static bool TryState(JsonElement json, out DispatcherState state)
    {
        state = DispatcherState.Ready;
        if (!json.TryGetProperty("state"u8, out var value)) return true;
        switch (ControlJson.Text(value))
        {
            case "ready":
                return true;
            case "stopping":
                state = DispatcherState.Stopping;
                return true;
            default:
                return false;
        }
    }

    private static bool TryInterval(JsonElement json, out int interval)
    {
        interval = DispatcherBeat.DefaultIntervalMs;
        if (!json.TryGetProperty("interval_ms"u8, out var value)) return true;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out interval)
            && interval is >= DispatcherBeat.ShortestIntervalMs and <= DispatcherBeat.LongestIntervalMs;
    }

    private static bool TryStarted(JsonElement json, out DateTimeOffset started)
    {
        started = default;
        return !json.TryGetProperty("started_at"u8, out var value) || (value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out started));
    }

    private static bool TryGroups(JsonElement json, out List<string> groups, out string? error)
    {
        (groups, error) = ([], null);
        if (!json.TryGetProperty("groups"u8, out var list) || list.ValueKind != JsonValueKind.Array) error = "field 'groups' is missing or not a list";
        else if (list.GetArrayLength() > DispatcherBeat.MaxGroups) error = $"'groups' has more than {DispatcherBeat.MaxGroups} entries";
        if (error is not null) return false;
        foreach (var entry in list.EnumerateArray())
        {
            if (!ControlJson.TryName(entry, out var group))
            {
                error = "a name in 'groups' is not valid";
                return false;
            }

            groups.Add(group);
        }

        return true;
    }
}

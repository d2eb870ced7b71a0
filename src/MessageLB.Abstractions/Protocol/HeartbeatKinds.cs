using System.Text.Json;

namespace MessageLB;

/// <summary>The field <c>kinds</c> of a heartbeat: counters by kind of message.</summary>
internal static class HeartbeatKinds
{
    public static void Write(Utf8JsonWriter json, IReadOnlyDictionary<string, KindCounts> kinds)
    {
        if (kinds.Count == 0) return;
        json.WriteStartObject("kinds"u8);
        foreach (var (name, counts) in kinds)
        {
            json.WriteStartObject(name);
            json.WriteNumber("done"u8, counts.Done);
            json.WriteNumber("busy_ms"u8, Math.Round(counts.BusyMs, 3));
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>Reads the object whose start was read; what breaks a rule throws with the reason. Unknown fields are ignored.</summary>
    public static Dictionary<string, KindCounts> Read(ref Utf8JsonReader json)
    {
        var kinds = new Dictionary<string, KindCounts>(StringComparer.Ordinal);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            if (!KindNames.IsValid(name)) throw new FormatException($"a name in 'kinds' is not 0 to {KindNames.MaxLength} printable ASCII characters");
            if (kinds.Count >= KindNames.Most) throw new FormatException($"'kinds' has more than {KindNames.Most} entries");
            kinds[name] = ReadCounts(ref json);
        }

        return kinds;
    }

    private static KindCounts ReadCounts(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject) throw new JsonException("expected an object");
        var (done, busy) = (0L, 0.0);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var (isDone, isBusy) = (json.ValueTextEquals("done"u8), json.ValueTextEquals("busy_ms"u8));
            json.Read();
            if (isDone) done = json.GetInt64();
            else if (isBusy) busy = json.GetDouble();
            else json.Skip();
        }

        if (!HeartbeatDraft.IsCount(done)) throw new FormatException($"a count in 'kinds' is outside 0 to {HeartbeatDraft.LargestCount}");
        if (!HeartbeatDraft.IsTime(busy)) throw new FormatException($"a time in 'kinds' is outside 0 to {HeartbeatDraft.LongestTimeMs} ms");
        return new KindCounts(done, busy);
    }
}

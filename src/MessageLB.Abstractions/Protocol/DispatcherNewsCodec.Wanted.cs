using System.Text.Json;

namespace MessageLB;

/// <summary>What people want, as JSON.</summary>
public static partial class DispatcherNewsCodec
{
    private static void WriteWanted(Utf8JsonWriter json, IReadOnlyList<WantedState> wanted)
    {
        json.WriteStartArray("wanted"u8);
        foreach (var word in wanted)
        {
            json.WriteStartObject();
            json.WriteString("group"u8, word.Group);
            json.WriteString("destination"u8, word.Destination);
            json.WriteString("state"u8, word.State);
            json.WriteString("by"u8, word.By);
            json.WriteNumber("at_ms"u8, word.AtMs);
            json.WriteString("from"u8, word.From);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static bool TryWanted(JsonElement json, out List<WantedState> wanted, out string? error)
    {
        (wanted, error) = ([], null);
        if (!json.TryGetProperty("wanted"u8, out var list)) return true;
        if (list.ValueKind != JsonValueKind.Array) error = "field 'wanted' is not a list";
        else if (list.GetArrayLength() is 0 or > DispatcherNews.MaxWanted) error = $"'wanted' has no entry, or more than {DispatcherNews.MaxWanted}";
        if (error is not null) return false;
        foreach (var entry in list.EnumerateArray())
        {
            if (ReadWord(entry) is not { } word)
            {
                error = "an entry in 'wanted' is no word on a destination";
                return false;
            }

            wanted.Add(word);
        }

        return true;
    }

    private static WantedState? ReadWord(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object
            || !ControlJson.TryName(json, "group"u8, out var group)
            || !ControlJson.TryName(json, "destination"u8, out var destination)
            || !ControlJson.TryName(json, "from"u8, out var from)
            || !ControlJson.TryCount(json, "at_ms"u8, out var at)
            || !json.TryGetProperty("state"u8, out var named) || ControlJson.Text(named) is not { } state || !WantedState.IsState(state)
            || !json.TryGetProperty("by"u8, out var said) || ControlJson.Text(said) is not { Length: <= WantedState.LongestBy } by)
        {
            return null;
        }

        return new WantedState(group, destination, state, by, at, from);
    }
}

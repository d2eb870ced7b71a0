using System.Buffers;
using System.Text.Json;

namespace MessageLB;

/// <summary>
/// Writes and reads news between dispatchers as JSON. Reading never throws: malformed or oversized news are refused with a reason.
/// Unknown fields are ignored. Thread-safe.
/// </summary>
public static partial class DispatcherNewsCodec
{
    /// <summary>Largest message in bytes: the most instances with the longest names, and some room.</summary>
    public const int MaxSize = 24 * 1024;

    /// <summary>Writes news.</summary>
    public static void Write(IBufferWriter<byte> output, DispatcherNews news)
    {
        ArgumentNullException.ThrowIfNull(news);
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteNumber("v"u8, DispatcherNews.CurrentVersion);
        json.WriteString("id"u8, news.Id);
        if (news.Lost.Count > 0) WriteLost(json, news.Lost);
        if (news.Wanted.Count > 0) WriteWanted(json, news.Wanted);
        json.WriteEndObject();
    }

    /// <summary>Reads news; on failure <paramref name="error"/> says what is wrong, for the log.</summary>
    public static bool TryRead(ReadOnlySpan<byte> utf8, out DispatcherNews? news, out string? error)
    {
        news = ControlJson.Read<DispatcherNews>(utf8, MaxSize, DispatcherNews.CurrentVersion, Build, out error);
        return news is not null;
    }

    private static DispatcherNews? Build(JsonElement json, out string? error)
    {
        if (!ControlJson.TryName(json, "id"u8, out var id))
        {
            error = "field 'id' is missing or not a valid name";
            return null;
        }

        if (!TryWanted(json, out var wanted, out error)) return null;
        if (wanted.Count > 0 && !json.TryGetProperty("lost"u8, out _)) return new DispatcherNews { Id = id, Lost = [], Wanted = wanted };
        return TryLost(json, out var lost, out error) ? new DispatcherNews { Id = id, Lost = lost, Wanted = wanted } : null;
    }

    private static void WriteLost(Utf8JsonWriter json, IReadOnlyList<LostInstance> lost)
    {
        json.WriteStartArray("lost"u8);
        foreach (var (instance, sequence) in lost)
        {
            json.WriteStartObject();
            json.WriteString("group"u8, instance.Group);
            json.WriteString("destination"u8, instance.Destination);
            json.WriteString("instance"u8, instance.Instance);
            json.WriteNumber("seq"u8, sequence);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static bool TryLost(JsonElement json, out List<LostInstance> lost, out string? error)
    {
        (lost, error) = ([], null);
        if (!json.TryGetProperty("lost"u8, out var list) || list.ValueKind != JsonValueKind.Array) error = "field 'lost' is missing or not a list";
        else if (list.GetArrayLength() is 0 or > DispatcherNews.MaxLost) error = $"'lost' has no entry, or more than {DispatcherNews.MaxLost}";
        if (error is not null) return false;
        foreach (var entry in list.EnumerateArray())
        {
            if (!TryInstance(entry, out var one))
            {
                error = "an entry in 'lost' is not an instance";
                return false;
            }

            lost.Add(one);
        }

        return true;
    }

    private static bool TryInstance(JsonElement json, out LostInstance lost)
    {
        lost = default;
        if (json.ValueKind != JsonValueKind.Object
            || !ControlJson.TryName(json, "group"u8, out var group)
            || !ControlJson.TryName(json, "destination"u8, out var destination)
            || !ControlJson.TryName(json, "instance"u8, out var instance)
            || !ControlJson.TryCount(json, "seq"u8, out var sequence))
        {
            return false;
        }

        lost = new LostInstance(new WorkerInstance(group, destination, instance), sequence);
        return true;
    }
}

using System.Text.Json;
using MessageLB.Measurement;

namespace MessageLB;

/// <summary>The field <c>times</c> of a heartbeat: the number of the first bucket that is not empty, and the counts from there on.</summary>
internal static class HeartbeatTimes
{
    // A name with its quotes, the first bucket and the brackets; a comma and the digits of the largest count.
    private const int LeastSize = 20;
    private const int MostSizeOfCount = 17;

    /// <summary>Writes the field, unless the heartbeat could become too large for anybody to read: what it tells besides matters more.</summary>
    public static void Write(Utf8JsonWriter json, in TimeCounts times, int maxSize)
    {
        if (times.IsEmpty || json.BytesCommitted + json.BytesPending + LeastSize + (times.Counts.Length * MostSizeOfCount) > maxSize) return;
        json.WriteStartArray("times"u8);
        json.WriteNumberValue(times.First);
        foreach (var count in times.Counts.Span) json.WriteNumberValue(count);
        json.WriteEndArray();
    }

    /// <summary>Reads the value of the field, which may be null; what breaks a rule throws with the reason.</summary>
    public static TimeCounts Read(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Null) return default;
        if (json.TokenType != JsonTokenType.StartArray) throw new FormatException("'times' is not an array");
        json.Read();
        if (json.TokenType == JsonTokenType.EndArray) return default;
        var first = json.GetInt32();
        if (first is < 0 or >= TimeBuckets.Count) throw new FormatException($"the first bucket of 'times' is outside 0 to {TimeBuckets.Count - 1}");
        Span<long> counts = stackalloc long[TimeBuckets.Count];
        var length = 0;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (first + length == TimeBuckets.Count) throw new FormatException($"'times' goes beyond bucket {TimeBuckets.Count - 1}");
            var count = json.GetInt64();
            if (!HeartbeatDraft.IsCount(count)) throw new FormatException($"a count in 'times' is outside 0 to {HeartbeatDraft.LargestCount}");
            counts[length++] = count;
        }

        return length == 0 ? default : new TimeCounts(first, counts[..length].ToArray());
    }
}

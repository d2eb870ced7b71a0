using System.Buffers;
using System.Text.Json;

namespace MessageLB;

/// <summary>
/// Writes and reads heartbeats as JSON (DESIGN: worker protocol, level 1). Reading never throws: a malformed, oversized or
/// implausible heartbeat is refused with a reason. Unknown fields are ignored. Thread-safe.
/// </summary>
public static class HeartbeatCodec
{
    /// <summary>Largest heartbeat in bytes.</summary>
    public const int MaxSize = 16 * 1024;

    private const int MaxEntries = 256;
    private const int MaxLabels = 32;

    /// <summary>Writes a heartbeat.</summary>
    public static void Write(IBufferWriter<byte> output, Heartbeat heartbeat)
    {
        ArgumentNullException.ThrowIfNull(heartbeat);
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteNumber("v"u8, Heartbeat.CurrentVersion);
        json.WriteString("group"u8, heartbeat.Group);
        json.WriteString("destination"u8, heartbeat.Destination);
        json.WriteString("instance"u8, heartbeat.Instance);
        json.WriteNumber("seq"u8, heartbeat.Sequence);
        json.WriteString("state"u8, StateName(heartbeat.State));
        json.WriteNumber("interval_ms"u8, heartbeat.IntervalMs);
        json.WriteNumber("concurrency"u8, heartbeat.Concurrency);
        json.WriteNumber("window"u8, heartbeat.Window);
        if (heartbeat.FrameMax > 1) json.WriteNumber("frame_max"u8, heartbeat.FrameMax);
        if (heartbeat.Results) json.WriteBoolean("results"u8, true);
        if (heartbeat.Weight is { } weight) json.WriteNumber("weight"u8, weight);
        json.WriteNumber("in_flight"u8, heartbeat.InFlight);
        json.WriteNumber("done"u8, heartbeat.Done);
        json.WriteNumber("failed"u8, heartbeat.Failed);
        json.WriteNumber("returned"u8, heartbeat.Returned);
        json.WriteNumber("busy_ms"u8, Math.Round(heartbeat.BusyMs, 3));
        WriteCounts(json, heartbeat.DoneBy);
        HeartbeatKinds.Write(json, heartbeat.Kinds);
        json.WriteNumber("oldest_in_flight_ms"u8, Math.Round(heartbeat.OldestInFlightMs, 1));
        if (heartbeat.OldestUnreportedMs is { } unreported) json.WriteNumber("oldest_unreported_ms"u8, Math.Round(unreported, 1));
        WriteLatency(json, heartbeat);
        if (heartbeat.StartedAt != default) json.WriteString("started_at"u8, heartbeat.StartedAt);
        WriteLabels(json, heartbeat.Labels);
        if (heartbeat.Cost is { } cost) json.WriteNumber("cost"u8, cost);
        HeartbeatTimes.Write(json, heartbeat.Times, MaxSize);
        json.WriteEndObject();
    }

    /// <summary>Reads a heartbeat; on failure <paramref name="error"/> says what is wrong, for the log.</summary>
    public static bool TryRead(ReadOnlySpan<byte> utf8, out Heartbeat? heartbeat, out string? error)
    {
        heartbeat = null;
        if (utf8.Length > MaxSize)
        {
            error = $"{utf8.Length} bytes, more than {MaxSize}";
            return false;
        }

        try
        {
            var reader = new Utf8JsonReader(utf8);
            var draft = new HeartbeatDraft();
            draft.Read(ref reader, MaxEntries, MaxLabels);
            return draft.TryBuild(out heartbeat, out error);
        }
        catch (JsonException e)
        {
            error = e.LineNumber is { } line ? $"not valid JSON (line {line + 1}, byte {e.BytePositionInLine})" : $"not a heartbeat: {e.Message}";
            return false;
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            error = $"a field cannot be read: {e.Message}";
            return false;
        }
    }

    /// <summary>The word for a state on the wire and wherever a person reads it.</summary>
    public static string StateName(WorkerState state) => state switch
    {
        WorkerState.Starting => "starting",
        WorkerState.Ready => "ready",
        WorkerState.Draining => "draining",
        WorkerState.Maintenance => "maintenance",
        WorkerState.Failed => "failed",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    private static void WriteCounts(Utf8JsonWriter json, IReadOnlyDictionary<string, long> counts)
    {
        if (counts.Count == 0) return;
        json.WriteStartObject("done_by"u8);
        foreach (var (dispatcher, count) in counts) json.WriteNumber(dispatcher, count);
        json.WriteEndObject();
    }

    private static void WriteLatency(Utf8JsonWriter json, Heartbeat heartbeat)
    {
        if (heartbeat.LatencyP50Ms is null && heartbeat.LatencyP99Ms is null) return;
        json.WriteStartObject("latency_ms"u8);
        if (heartbeat.LatencyP50Ms is { } p50) json.WriteNumber("p50"u8, Math.Round(p50, 3));
        if (heartbeat.LatencyP99Ms is { } p99) json.WriteNumber("p99"u8, Math.Round(p99, 3));
        json.WriteEndObject();
    }

    private static void WriteLabels(Utf8JsonWriter json, IReadOnlyDictionary<string, string> labels)
    {
        if (labels.Count == 0) return;
        json.WriteStartObject("labels"u8);
        foreach (var (name, value) in labels) json.WriteString(name, value);
        json.WriteEndObject();
    }
}

using System.Text.Json;
using MessageLB.Measurement;
using static MessageLB.JsonFields;

namespace MessageLB;

/// <summary>The fields of a heartbeat while it is read, and the rules that make a heartbeat of them.</summary>
internal struct HeartbeatDraft
{
    // The largest whole number that every JSON library carries exactly; far from where sums of counters would overflow.
    public const long LargestCount = (1L << 53) - 1;

    // About 3,000 years, well within a TimeSpan.
    public const double LongestTimeMs = 1e14;

    private int? _version;
    private string? _group;
    private string? _destination;
    private string? _instance;
    private string? _state;
    private long? _sequence;
    private int _intervalMs;
    private int _concurrency;
    private int _window;
    private int _frameMax;
    private bool _results;
    private int? _weight;
    private int _inFlight;
    private long _done;
    private long _failed;
    private long _returned;
    private double _busyMs;
    private double _oldestMs;
    private double? _unreportedMs;
    private double? _p50;
    private double? _p99;
    private double? _cost;
    private DateTimeOffset _startedAt;
    private Dictionary<string, long>? _doneBy;
    private Dictionary<string, KindCounts>? _kinds;
    private Dictionary<string, string>? _labels;
    private TimeCounts _times;

    public HeartbeatDraft()
    {
        _intervalMs = 1000;
        _concurrency = 1;
    }

    public void Read(ref Utf8JsonReader json, int maxEntries, int maxLabels)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject) throw new JsonException("expected an object");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName) ReadField(ref json, maxEntries, maxLabels);
        if (json.Read()) throw new JsonException("text after the object");
    }

    public readonly bool TryBuild(out Heartbeat? heartbeat, out string? error)
    {
        heartbeat = null;
        error = Violation(out var state);
        if (error is not null) return false;
        heartbeat = new Heartbeat
        {
            Group = _group!,
            Destination = _destination!,
            Instance = _instance!,
            Sequence = _sequence!.Value,
            State = state,
            IntervalMs = _intervalMs,
            Concurrency = _concurrency,
            Window = _window,
            FrameMax = _frameMax,
            Results = _results,
            Weight = _weight,
            InFlight = _inFlight,
            Done = _done,
            Failed = _failed,
            Returned = _returned,
            BusyMs = _busyMs,
            OldestInFlightMs = _oldestMs,
            OldestUnreportedMs = _unreportedMs,
            LatencyP50Ms = _p50,
            LatencyP99Ms = _p99,
            Cost = _cost,
            StartedAt = _startedAt,
            DoneBy = _doneBy ?? [],
            Kinds = _kinds ?? [],
            Labels = _labels ?? [],
            Times = _times,
        };
        return true;
    }

    private void ReadField(ref Utf8JsonReader json, int maxEntries, int maxLabels)
    {
        if (json.ValueTextEquals("v"u8)) _version = Int(ref json);
        else if (json.ValueTextEquals("group"u8)) _group = Text(ref json);
        else if (json.ValueTextEquals("destination"u8)) _destination = Text(ref json);
        else if (json.ValueTextEquals("instance"u8)) _instance = Text(ref json);
        else if (json.ValueTextEquals("seq"u8)) _sequence = Long(ref json);
        else if (json.ValueTextEquals("state"u8)) _state = Text(ref json);
        else if (json.ValueTextEquals("interval_ms"u8)) _intervalMs = Int(ref json);
        else if (json.ValueTextEquals("concurrency"u8)) _concurrency = Int(ref json);
        else if (json.ValueTextEquals("window"u8)) _window = Int(ref json);
        else if (json.ValueTextEquals("frame_max"u8)) _frameMax = Int(ref json);
        else if (json.ValueTextEquals("results"u8)) _results = Switch(ref json);
        else if (json.ValueTextEquals("weight"u8)) _weight = OptionalInt(ref json);
        else if (json.ValueTextEquals("in_flight"u8)) _inFlight = Int(ref json);
        else if (json.ValueTextEquals("done"u8)) _done = Long(ref json);
        else if (json.ValueTextEquals("failed"u8)) _failed = Long(ref json);
        else if (json.ValueTextEquals("returned"u8)) _returned = Long(ref json);
        else if (json.ValueTextEquals("busy_ms"u8)) _busyMs = Number(ref json);
        else if (json.ValueTextEquals("oldest_in_flight_ms"u8)) _oldestMs = Number(ref json);
        else if (json.ValueTextEquals("oldest_unreported_ms"u8)) _unreportedMs = OptionalNumber(ref json);
        else if (json.ValueTextEquals("cost"u8)) _cost = OptionalNumber(ref json);
        else if (json.ValueTextEquals("started_at"u8)) _startedAt = Time(ref json);
        else if (json.ValueTextEquals("latency_ms"u8)) ReadLatency(ref json);
        else if (json.ValueTextEquals("done_by"u8)) ReadDoneBy(ref json, maxEntries);
        else if (json.ValueTextEquals("kinds"u8)) ReadKinds(ref json);
        else if (json.ValueTextEquals("times"u8)) _times = HeartbeatTimes.Read(ref json);
        else if (json.ValueTextEquals("labels"u8)) ReadLabels(ref json, maxLabels);
        else Skip(ref json);
    }

    private readonly string? Violation(out WorkerState state)
    {
        state = default;
        if (_version is null) return "field 'v' is missing";
        if (_version != Heartbeat.CurrentVersion) return $"version {_version} is not {Heartbeat.CurrentVersion}";
        if (!Names.IsValid(_group)) return "field 'group' is missing or not a valid name";
        if (!Names.IsValid(_destination)) return "field 'destination' is missing or not a valid name";
        if (!Names.IsValid(_instance)) return "field 'instance' is missing or not a valid name";
        if (_sequence is null or < 0) return "field 'seq' is missing or negative";
        if (!TryState(_state ?? "ready", out state)) return "field 'state' is none of starting, ready, draining, maintenance, failed";
        if (_intervalMs is < 10 or > 3_600_000) return "field 'interval_ms' is outside 10 to 3600000";
        if (_concurrency is < 1 or > 100_000) return "field 'concurrency' is outside 1 to 100000";
        if (_window is < 0 or > 1_000_000) return "field 'window' is outside 0 to 1000000";
        if (_frameMax is < 0 or > 100_000) return "field 'frame_max' is outside 0 to 100000";
        if (_weight is < 0 or > 1_000_000) return "field 'weight' is outside 0 to 1000000";
        if (!IsCount(_inFlight) || !IsCount(_done) || !IsCount(_failed) || !IsCount(_returned)) return $"a counter is outside 0 to {LargestCount}";
        if (!IsTime(_busyMs) || !IsTime(_oldestMs) || !IsTime(_unreportedMs ?? 0) || !IsTime(_p50 ?? 0) || !IsTime(_p99 ?? 0)) return $"a time is outside 0 to {LongestTimeMs} ms";
        if (_cost is { } cost && (!double.IsFinite(cost) || cost < 0)) return "field 'cost' is negative or not finite";
        return null;
    }

    public static bool IsCount(long value) => value is >= 0 and <= LargestCount;

    public static bool IsTime(double value) => value is >= 0 and <= LongestTimeMs;

    private static bool TryState(string word, out WorkerState state)
    {
        (state, var known) = word switch
        {
            "starting" => (WorkerState.Starting, true),
            "ready" => (WorkerState.Ready, true),
            "draining" => (WorkerState.Draining, true),
            "maintenance" => (WorkerState.Maintenance, true),
            "failed" => (WorkerState.Failed, true),
            _ => (default, false),
        };
        return known;
    }

    private void ReadLatency(ref Utf8JsonReader json)
    {
        if (!OpenObject(ref json)) return;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("p50"u8)) _p50 = OptionalNumber(ref json);
            else if (json.ValueTextEquals("p99"u8)) _p99 = OptionalNumber(ref json);
            else Skip(ref json);
        }
    }

    private void ReadDoneBy(ref Utf8JsonReader json, int maxEntries)
    {
        if (!OpenObject(ref json)) return;
        _doneBy = [];
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            var count = Long(ref json);
            if (!IsCount(count)) throw new FormatException($"a count in 'done_by' is outside 0 to {LargestCount}");
            if (_doneBy.Count >= maxEntries) throw new FormatException($"'done_by' has more than {maxEntries} entries");
            _doneBy[name] = count;
        }
    }

    private void ReadKinds(ref Utf8JsonReader json)
    {
        if (OpenObject(ref json)) _kinds = HeartbeatKinds.Read(ref json);
    }

    private void ReadLabels(ref Utf8JsonReader json, int maxLabels)
    {
        if (!OpenObject(ref json)) return;
        _labels = [];
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            var value = Text(ref json) ?? string.Empty;
            if (_labels.Count >= maxLabels) throw new FormatException($"'labels' has more than {maxLabels} entries");
            _labels[name] = value;
        }
    }
}

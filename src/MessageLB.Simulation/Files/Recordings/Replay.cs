namespace MessageLB.Simulation;

/// <summary>What a scenario takes from recordings; by default nothing.</summary>
internal sealed record Replay
{
    /// <summary>Arrivals; empty without recorded ones.</summary>
    public IReadOnlyList<TraceArrival> Arrivals { get; init; } = [];

    /// <summary>Whether arrivals are recorded ones.</summary>
    public bool HasArrivals => Arrivals.Count > 0;

    /// <summary>Key of the scenario that names the file of the arrivals.</summary>
    public string ArrivalsKey { get; init; } = ReplayReader.RecordingKey;

    /// <summary>Whether any arrival has a hash key.</summary>
    public bool HasKeys { get; init; }

    /// <summary>Kinds of message with their recorded service times; empty if the scenario says them.</summary>
    public IReadOnlyList<MessageKind> Kinds { get; init; } = [];

    /// <summary>Recorded service times in seconds by the path of the setting that names their file.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double>> Services { get; init; } = new Dictionary<string, IReadOnlyList<double>>();

    /// <summary>Recorded service times of the setting at a path; empty for none.</summary>
    public IReadOnlyList<double> ServiceOf(string path) => Services.TryGetValue(path, out var times) ? times : [];
}

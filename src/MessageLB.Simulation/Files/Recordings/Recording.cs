namespace MessageLB.Simulation;

/// <summary>What a recording holds.</summary>
internal sealed class Recording
{
    /// <summary>Destinations that were known when it began.</summary>
    public List<RecordedDestination> Destinations { get; } = [];

    /// <summary>Arrivals in the order of time.</summary>
    public List<TraceArrival> Arrivals { get; } = [];

    /// <summary>Reports of service times in the order of time.</summary>
    public List<RecordedService> Services { get; } = [];
}

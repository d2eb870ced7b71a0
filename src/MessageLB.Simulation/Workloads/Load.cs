namespace MessageLB.Simulation.Workloads;

/// <summary>How much work arrives, and how much can be done.</summary>
internal static class Load
{
    /// <summary>Messages per second that arrive on average; 0 if a trace says it itself.</summary>
    public static double Rate(Scenario scenario)
    {
        if (scenario.Arrivals.Load is not { } load) return scenario.Arrivals.Rate ?? 0;
        return load * scenario.Destinations.Sum(d => d.Concurrency * d.Speed) / (MeanServiceNanoseconds(scenario) / VirtualTime.PerSecond);
    }

    /// <summary>Mean service time at a worker of speed 1 over all kinds as they arrive, in nanoseconds.</summary>
    public static double MeanServiceNanoseconds(Scenario scenario)
    {
        var shares = scenario.Kinds.Sum(k => k.Share);
        var mixed = scenario.Kinds.Sum(k => k.Share / shares * new ServiceSampler(k.Service).MeanNanoseconds);
        if (scenario.Arrivals.Kind != ArrivalKind.Trace) return mixed;
        var byName = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var kind in scenario.Kinds) byName.TryAdd(kind.Name, new ServiceSampler(kind.Service).MeanNanoseconds);
        return scenario.Arrivals.Trace.Average(a => byName.GetValueOrDefault(a.Kind, mixed));
    }
}

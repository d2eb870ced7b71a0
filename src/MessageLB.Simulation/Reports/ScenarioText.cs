using System.Globalization;
using MessageLB.Core.Configuration;

namespace MessageLB.Simulation;

/// <summary>A scenario in words. Pure and thread-safe.</summary>
public static class ScenarioText
{
    /// <summary>Name of the case that the others are compared with.</summary>
    public static string Baseline(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return scenario.Baseline ?? scenario.Cases[0].Name;
    }

    /// <summary>Workers, arrivals, service times, length and seeds in one line.</summary>
    public static string Summary(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var parts = new List<string> { Count(scenario.Destinations.Count, "worker"), Arrivals(scenario), Service(scenario) };
        parts.Add($"{ReportText.Count(scenario.Messages)} messages × {Count(scenario.Seeds.Count, "seed")}");
        if (scenario.Sweep?.Parameter != SweepParameter.FeedbackDelay) parts.Add($"feedback delay {Time(scenario.FeedbackDelay)}");
        if (scenario.Dispatchers > 1 && scenario.Sweep?.Parameter != SweepParameter.Dispatchers) parts.Add(Count(scenario.Dispatchers, "dispatcher"));
        return string.Join(", ", parts);
    }

    private static string Arrivals(Scenario scenario)
    {
        var kind = scenario.Arrivals.Kind switch
        {
            ArrivalKind.Poisson => "Poisson arrivals",
            ArrivalKind.Constant => "constant arrivals",
            ArrivalKind.Bursty => "bursty arrivals",
            _ => "recorded arrivals",
        };
        if (scenario.Sweep?.Parameter == SweepParameter.Load) return kind;
        return scenario.Arrivals switch
        {
            { Load: { } load } => string.Create(CultureInfo.InvariantCulture, $"{kind} at load {load:0.###}"),
            { Rate: { } rate } => $"{kind} at {Rate.Format(Math.Round(rate, 3))}",
            _ => kind,
        };
    }

    private static string Service(Scenario scenario)
    {
        if (scenario.Kinds.Count > 1) return Count(scenario.Kinds.Count, "kind");
        var service = scenario.Kinds[0].Service;
        if (service.Kind == ServiceKind.Trace) return "recorded service";
        var word = service.Kind switch
        {
            ServiceKind.Deterministic => "constant service",
            ServiceKind.LogNormal => string.Create(CultureInfo.InvariantCulture, $"lognormal service (sigma {service.Sigma:0.###})"),
            ServiceKind.Bimodal => "bimodal service",
            ServiceKind.Pareto => "Pareto service",
            _ => "exponential service",
        };
        return $"{word} of {Time(service.Mean)}";
    }

    private static string Time(TimeSpan time) => Duration.Describe(time).Replace(" us", " µs", StringComparison.Ordinal);

    private static string Count(int count, string word) => $"{ReportText.Count(count)} {word}{(count == 1 ? "" : "s")}";
}

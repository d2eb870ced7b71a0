namespace MessageLB.Simulation.Running;

/// <summary>All runs of a scenario in one row: value of the sweep by value, case by case, seed by seed.</summary>
internal sealed class RunPlan
{
    private readonly Scenario[] _points;

    public RunPlan(Scenario scenario)
    {
        Values = scenario.Sweep is { } sweep ? [.. sweep.Values.Select(v => (double?)v)] : [null];
        _points = scenario.Sweep is { } swept ? [.. swept.Values.Select(v => At(scenario, swept.Parameter, v))] : [scenario];
        Cases = scenario.Cases;
        Seeds = scenario.Seeds;
        Baseline = scenario.Baseline is null ? 0 : Cases.Select(c => c.Name).ToList().IndexOf(scenario.Baseline);
    }

    /// <summary>Values of the sweep; one null without.</summary>
    public IReadOnlyList<double?> Values { get; }

    public IReadOnlyList<SimulatedCase> Cases { get; }

    public IReadOnlyList<int> Seeds { get; }

    /// <summary>Number of the case that the others are compared with.</summary>
    public int Baseline { get; }

    public int RunsPerPoint => Cases.Count * Seeds.Count;

    public int Count => _points.Length * RunsPerPoint;

    /// <summary>What a run is of.</summary>
    public (int Point, int Case, int Seed) this[int run] => (run / RunsPerPoint, run % RunsPerPoint / Seeds.Count, run % Seeds.Count);

    /// <summary>The scenario at a value of the sweep.</summary>
    public Scenario ScenarioAt(int point) => _points[point];

    private static Scenario At(Scenario scenario, SweepParameter parameter, double value) => parameter switch
    {
        SweepParameter.Load => scenario with { Arrivals = scenario.Arrivals with { Load = value, Rate = null } },
        SweepParameter.FeedbackDelay => scenario with { FeedbackDelay = TimeSpan.FromSeconds(value) },
        _ => scenario with { Dispatchers = (int)value },
    };
}

namespace MessageLB.Simulation;

/// <summary>A destination, or several alike, as it is written.</summary>
internal sealed record DestinationDraft
{
    public required string Name { get; init; }

    public int Count { get; init; } = 1;

    public int Concurrency { get; init; } = 4;

    public double Speed { get; init; } = 1;

    public double Claim { get; init; } = 1;

    public int Weight { get; init; } = 100;

    public double Cost { get; init; } = 1;

    public int Tier { get; init; }

    public IReadOnlyList<TimelineDraft> Timeline { get; init; } = [];

    /// <summary>Names of the workers: its own, or with numbers behind it when there are several.</summary>
    public IEnumerable<string> Names => Count == 1 ? [Name] : Enumerable.Range(1, Count).Select(number => $"{Name}-{number}");

    /// <summary>The workers.</summary>
    public IEnumerable<SimulatedDestination> Complete() => Names.Select(name => new SimulatedDestination
    {
        Name = name,
        Concurrency = Concurrency,
        Speed = Speed,
        Claim = Claim,
        Weight = Weight,
        Cost = Cost,
        Tier = Tier,
        Timeline = [.. Timeline.Select(happening => happening.Complete())],
    });
}

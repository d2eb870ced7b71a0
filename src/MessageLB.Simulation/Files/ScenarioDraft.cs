namespace MessageLB.Simulation;

/// <summary>A scenario as it is written: not yet completed by what other keys and files say.</summary>
internal sealed record ScenarioDraft
{
    public string? Name { get; init; }

    public int Messages { get; init; } = Scenario.DefaultMessages;

    public TimeSpan? Duration { get; init; }

    public double WarmUp { get; init; } = 0.1;

    public IReadOnlyList<int> Seeds { get; init; } = [1, 2, 3, 4, 5];

    public TimeSpan FeedbackDelay { get; init; } = TimeSpan.FromMilliseconds(1);

    public TimeSpan HandOverDelay { get; init; }

    public int Dispatchers { get; init; } = 1;

    public TimeSpan? Objective { get; init; }

    public IReadOnlyList<DestinationDraft> Destinations { get; init; } = [];

    public ArrivalDraft Arrivals { get; init; } = new();

    /// <summary>File whose arrivals and service times are replayed.</summary>
    public string? Recording { get; init; }

    public ServiceDraft Service { get; init; } = new();

    public int Keys { get; init; }

    public IReadOnlyList<KindDraft> Kinds { get; init; } = [];

    public IReadOnlyList<SimulatedCase> Compare { get; init; } = [];

    public string? Baseline { get; init; }

    public SweepDraft Sweep { get; init; } = new();
}

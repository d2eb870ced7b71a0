namespace MessageLB.Simulation;

/// <summary>The sweep as it is written: values of one quantity.</summary>
internal sealed record SweepDraft
{
    public IReadOnlyList<double> Load { get; init; } = [];

    public IReadOnlyList<TimeSpan> FeedbackDelay { get; init; } = [];

    public IReadOnlyList<int> Dispatchers { get; init; } = [];

    /// <summary>How many quantities have values; valid are none and one.</summary>
    public int Said => Math.Min(Load.Count, 1) + Math.Min(FeedbackDelay.Count, 1) + Math.Min(Dispatchers.Count, 1);

    /// <summary>The sweep; null for none.</summary>
    public SweepConfig? Complete()
    {
        if (Load.Count > 0) return new SweepConfig(SweepParameter.Load, Load);
        if (FeedbackDelay.Count > 0) return new SweepConfig(SweepParameter.FeedbackDelay, [.. FeedbackDelay.Select(delay => delay.TotalSeconds)]);
        return Dispatchers.Count > 0 ? new SweepConfig(SweepParameter.Dispatchers, [.. Dispatchers.Select(count => (double)count)]) : null;
    }
}

namespace MessageLB.Simulation;

/// <summary>Service times as they are written.</summary>
internal sealed record ServiceDraft
{
    public ServiceKind Kind { get; init; } = ServiceKind.Exponential;

    public TimeSpan Mean { get; init; } = TimeSpan.FromMilliseconds(10);

    public double Sigma { get; init; } = 1;

    public double LongShare { get; init; } = 0.05;

    public double LongFactor { get; init; } = 21;

    public double Shape { get; init; } = 2.5;

    /// <summary>File with recorded service times.</summary>
    public string? Trace { get; init; }

    public ServiceConfig Complete(IReadOnlyList<double> trace) => new()
    {
        Kind = Kind,
        Mean = Mean,
        Sigma = Sigma,
        LongShare = LongShare,
        LongFactor = LongFactor,
        Shape = Shape,
        Trace = trace,
    };
}

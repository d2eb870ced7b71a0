namespace MessageLB.Simulation;

/// <summary>Distribution of the service time at a worker of speed 1.</summary>
public sealed record ServiceConfig
{
    /// <summary>Shape.</summary>
    public ServiceKind Kind { get; init; } = ServiceKind.Exponential;

    /// <summary>Mean. <value>1 µs to 1 d, default 10 ms.</value> Not for a trace.</summary>
    public TimeSpan Mean { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary><see cref="ServiceKind.LogNormal"/>: standard deviation of the logarithm. <value>0.01 to 4, default 1.</value></summary>
    public double Sigma { get; init; } = 1;

    /// <summary><see cref="ServiceKind.Bimodal"/>: part of the long messages. <value>0 to 1, default 0.05.</value></summary>
    public double LongShare { get; init; } = 0.05;

    /// <summary><see cref="ServiceKind.Bimodal"/>: how many times longer they are. <value>1 to 10,000, default 21.</value></summary>
    public double LongFactor { get; init; } = 21;

    /// <summary><see cref="ServiceKind.Pareto"/>: tail index. <value>1.1 to 10, default 2.5; the smaller, the heavier.</value></summary>
    public double Shape { get; init; } = 2.5;

    /// <summary><see cref="ServiceKind.Trace"/>: recorded service times in seconds, drawn with equal chance.</summary>
    public IReadOnlyList<double> Trace { get; init; } = [];
}

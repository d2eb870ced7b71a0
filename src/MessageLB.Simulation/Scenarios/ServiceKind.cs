namespace MessageLB.Simulation;

/// <summary>Shape of the distribution of service times.</summary>
public enum ServiceKind
{
    /// <summary>Always the mean.</summary>
    Deterministic,

    /// <summary>Exponential.</summary>
    Exponential,

    /// <summary>Lognormal.</summary>
    LogNormal,

    /// <summary>Two fixed lengths: most short, some long.</summary>
    Bimodal,

    /// <summary>Pareto: heavy tail above a minimum.</summary>
    Pareto,

    /// <summary>Drawn from recorded ones.</summary>
    Trace,
}

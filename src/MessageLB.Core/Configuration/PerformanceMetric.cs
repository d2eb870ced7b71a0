namespace MessageLB.Core.Configuration;

/// <summary>What performance monitoring watches.</summary>
public enum PerformanceMetric
{
    /// <summary>Time from hand-over to settlement.</summary>
    ResponseTime,

    /// <summary>Messages settled as done per second.</summary>
    Throughput,

    /// <summary>Failed messages among the settled ones.</summary>
    ErrorRate,

    /// <summary>Part of the time in which a destination could take messages.</summary>
    Availability,
}

namespace MessageLB.Core.Configuration;

/// <summary>Which of the handling times in a window a threshold is compared with.</summary>
public enum ResponseTimeMeasure
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>The median: half of the messages take no longer.</summary>
    P50,

    /// <summary>The 95th percentile: one message in 20 takes as long or longer.</summary>
    P95,

    /// <summary>The 99th percentile: one message in 100 takes as long or longer.</summary>
    P99,
}

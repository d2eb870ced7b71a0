namespace MessageLB.Web.Metrics;

/// <summary>Types of the exposition format that MessageLB uses.</summary>
internal enum MetricType
{
    /// <summary>Only rises.</summary>
    Counter,

    /// <summary>Rises and falls.</summary>
    Gauge,

    /// <summary>Always 1; its labels say something. A gauge in Prometheus text.</summary>
    Info,

    /// <summary>Counts in buckets.</summary>
    Histogram,
}

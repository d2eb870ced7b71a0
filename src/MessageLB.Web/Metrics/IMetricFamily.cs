namespace MessageLB.Web.Metrics;

/// <summary>One family of the exposition format, fed by one instrument.</summary>
internal interface IMetricFamily
{
    /// <summary>Name in the exposition format.</summary>
    string Name { get; }

    /// <summary>One sentence for people.</summary>
    string? Help { get; }

    /// <summary>Type.</summary>
    MetricType Type { get; }

    /// <summary>Unit that the name ends with; null for none.</summary>
    string? Unit { get; }

    /// <summary>Whether there were more series than are kept.</summary>
    bool HasOverflown { get; }

    /// <summary>Takes one measurement.</summary>
    void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags);

    /// <summary>Called before the observable instruments are asked.</summary>
    void BeginCollection();

    /// <summary>Writes the samples, without the header.</summary>
    void WriteSamples(MetricsWriter output);
}

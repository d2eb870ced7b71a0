using System.Diagnostics.Metrics;

namespace MessageLB.Dispatcher.Telemetry;

/// <summary>How long the hand-overs of one group take. Thread-safe; a measurement allocates nothing.</summary>
/// <param name="histogram">Takes the times; null for none.</param>
/// <param name="group">Tells the groups apart.</param>
internal sealed class RouteTime(Histogram<double>? histogram, KeyValuePair<string, object?> group)
{
    public void Record(TimeSpan took)
    {
        if (histogram is { Enabled: true }) histogram.Record(took.TotalSeconds, group);
    }
}

using System.Diagnostics.Metrics;

namespace MessageLB.Dispatcher.Telemetry;

/// <summary>How long the hand-overs of one group take. Thread-safe; a measurement allocates nothing.</summary>
/// <param name="routes">Takes the times; null for none.</param>
/// <param name="publishes">Takes them too, under the name and with the attributes of the conventions; null for none.</param>
/// <param name="group">Tells the groups apart.</param>
/// <param name="publish">Attributes of a publish.</param>
internal sealed class RouteTime(Histogram<double>? routes, Histogram<double>? publishes, KeyValuePair<string, object?> group, KeyValuePair<string, object?>[] publish)
{
    public void Record(TimeSpan took)
    {
        if (routes is { Enabled: true }) routes.Record(took.TotalSeconds, group);
        if (publishes is { Enabled: true }) publishes.Record(took.TotalSeconds, publish);
    }
}

using System.Diagnostics.Metrics;
using MessageLB.Dispatcher.Telemetry;

namespace MessageLB.Dispatcher.Recommending;

/// <summary>Tells metrics how many findings there are in each group that is looked at. Thread-safe.</summary>
internal sealed class FindingGauge
{
    private volatile IReadOnlyList<(string Group, int Count)> _counts = [];

    /// <param name="meters">Owner of the meter; null for none.</param>
    public FindingGauge(IMeterFactory? meters) => meters?.Create(MessageLBTelemetry.MeterName).CreateObservableGauge(
        "messagelb.group.findings",
        () => _counts.Select(one => new Measurement<long>(one.Count, new KeyValuePair<string, object?>(MessageLBTelemetry.GroupTag, one.Group))),
        "{finding}",
        "Things that could be better, of groups with optimization: true; messagelb recommend says what.");

    /// <summary>Sets the counts.</summary>
    public void Set(IReadOnlyList<(string Group, int Count)> counts) => _counts = counts;
}

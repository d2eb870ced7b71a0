using System.Diagnostics.Metrics;
using MessageLB.Core.Distribution;

namespace MessageLB.Dispatcher.Telemetry;

public sealed partial class DispatcherInstruments
{
    // Of one minute, five and sixty: long enough for shares to settle, short enough for an alert.
    private const int FiveMinutes = 1;

    private const string Ratio = "1";

    private void CreateDistributionInstruments(Meter meter)
    {
        meter.CreateObservableGauge("messagelb.destination.share.expected", ObserveExpectedShares, Ratio, "Part of its group's messages that the destination should have got over five minutes, where the policy lets expect one.");
        meter.CreateObservableGauge("messagelb.destination.share.compared", ObserveComparedShares, Ratio, "Part that it got of the messages that an expectation is for, over five minutes.");
        meter.CreateObservableGauge("messagelb.destination.share.skewed", ObserveSkewed, "{destination}", "1 while the two differ by more than chance, else 0.");
        meter.CreateObservableGauge("messagelb.distribution.fairness", () => Observe(w => w.Fairness), Ratio, "Index of Jain over what destinations got for what they should have got, over five minutes: 1 is fair.");
        meter.CreateObservableGauge("messagelb.distribution.imbalance", () => Observe(w => w.Imbalance), Ratio, "Part of the messages that would have to go elsewhere for the expected shares, over five minutes.");
        meter.CreateObservableGauge("messagelb.distribution.failover", () => Observe(w => w.FailedOver), Ratio, "Part of the messages that a lower failover tier got, over five minutes.");
        meter.CreateObservableGauge("messagelb.prediction.error", () => Observe(w => w.PredictionError), Ratio, "By how much predicted handling times were off, as a part of those measured, over five minutes.");
    }

    private IEnumerable<Measurement<double>> ObserveExpectedShares() => ObserveShares(share => share.Expected);

    private IEnumerable<Measurement<double>> ObserveComparedShares() => ObserveShares(share => share.Compared);

    private IEnumerable<Measurement<int>> ObserveSkewed()
    {
        foreach (var (group, window) in Windows())
        {
            foreach (var share in window.Destinations)
            {
                if (share.Expected is not null) yield return new(share.IsSkewed ? 1 : 0, Tag(MessageLBTelemetry.GroupTag, group), Tag(MessageLBTelemetry.DestinationTag, share.Destination));
            }
        }
    }

    private IEnumerable<Measurement<double>> ObserveShares(Func<DestinationShare, double?> of)
    {
        foreach (var (group, window) in Windows())
        {
            foreach (var share in window.Destinations)
            {
                if (of(share) is { } value) yield return new(value, Tag(MessageLBTelemetry.GroupTag, group), Tag(MessageLBTelemetry.DestinationTag, share.Destination));
            }
        }
    }

    private IEnumerable<Measurement<double>> Observe(Func<WindowDistribution, double?> of)
    {
        foreach (var (group, window) in Windows())
        {
            if (of(window) is { } value) yield return new(value, Tag(MessageLBTelemetry.GroupTag, group));
        }
    }

    private IEnumerable<(string Group, WindowDistribution Window)> Windows()
    {
        foreach (var group in _distribution.Read())
        {
            if (group.Windows.Count > FiveMinutes) yield return (group.Group, group.Windows[FiveMinutes]);
        }
    }
}

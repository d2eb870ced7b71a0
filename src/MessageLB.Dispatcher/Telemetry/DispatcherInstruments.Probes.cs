using System.Diagnostics.Metrics;

namespace MessageLB.Dispatcher.Telemetry;

public sealed partial class DispatcherInstruments
{
    private void CreateProbeInstruments(Meter meter)
    {
        meter.CreateObservableCounter("messagelb.probe.results", ObserveProbes, "{probe}", "Probes of the destination, by result.");
        meter.CreateObservableGauge("messagelb.probe.duration", () => PerDestination(d => d.Probe?.LastTook?.TotalSeconds), "s", "Time that the destination's last probe took, in groups with probes.");
    }

    private IEnumerable<Measurement<long>> ObserveProbes()
    {
        foreach (var group in _status.Read().Groups)
        {
            foreach (var destination in group.Destinations)
            {
                if (destination.Probe is not { } probe) continue;
                yield return PerTag(group, destination, MessageLBTelemetry.ResultTag, "passed", probe.Passed);
                yield return PerTag(group, destination, MessageLBTelemetry.ResultTag, "failed", probe.Failed);
                yield return PerTag(group, destination, MessageLBTelemetry.ResultTag, "refused", probe.Refused);
                yield return PerTag(group, destination, MessageLBTelemetry.ResultTag, "uncounted", probe.Uncounted);
            }
        }
    }
}

using System.Diagnostics.Metrics;
using MessageLB.Dispatcher.Status;

namespace MessageLB.Dispatcher.Telemetry;

public sealed partial class DispatcherInstruments
{
    private void CreateHoldInstruments(Meter meter)
    {
        meter.CreateObservableUpDownCounter("messagelb.hold.messages", () => PerHold(h => h.Messages), "{message}", "Messages in hold: with a worker, while their ingress deliveries wait for its result.");
        meter.CreateObservableUpDownCounter("messagelb.hold.memory", () => PerHold(h => h.Bytes), "By", "Bytes of the bodies of messages in hold.");
        meter.CreateObservableCounter("messagelb.hold.late.results", () => PerHold(h => h.LateResults), "{result}", "Results that no message waited for any more.");
    }

    private IEnumerable<Measurement<long>> PerHold(Func<HoldStatus, long> value)
    {
        foreach (var group in _status.Read().Groups)
        {
            if (group.Hold is { } hold) yield return new(value(hold), Tag(MessageLBTelemetry.GroupTag, group.Name));
        }
    }
}

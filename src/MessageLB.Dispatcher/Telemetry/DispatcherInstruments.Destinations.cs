using System.Diagnostics.Metrics;
using MessageLB.Dispatcher.Status;
using MessageLB.Telemetry;

namespace MessageLB.Dispatcher.Telemetry;

public sealed partial class DispatcherInstruments
{
    private void CreateDestinationInstruments(Meter meter)
    {
        meter.CreateObservableCounter("messagelb.destination.messages", ObserveMessages, "{message}", "Messages handed over to the destination, done and failed there.");
        meter.CreateObservableCounter(MessagingMetrics.Sent, ObserveSent, MessagingMetrics.Messages, MessagingMetrics.SentHelp);
        meter.CreateObservableCounter("messagelb.destination.downs", () => PerDestination(d => d.Downs), "{time}", "How often it was lost, hung, ejected, suspended or failed after it had not been.");
        meter.CreateObservableUpDownCounter("messagelb.destination.message.active", () => PerDestination(d => (long)d.InFlight), "{message}", "Messages in flight: handed over and not settled.");
        meter.CreateObservableUpDownCounter("messagelb.destination.message.limit", () => PerDestination(d => (long)d.Window), "{message}", "Window: the most messages in flight.");
        meter.CreateObservableGauge("messagelb.destination.concurrency", () => PerDestination(d => (long)d.Concurrency), "{message}", "Messages that the destination's workers handle at the same time; 0 if unknown.");
        meter.CreateObservableGauge("messagelb.destination.weight", ObserveWeights, "{weight}", "Weight: as configured, and as in force.");
        meter.CreateObservableGauge("messagelb.destination.share", () => PerDestination(d => (double?)d.Share), "1", "Part of the group's hand-overs.");
        meter.CreateObservableGauge("messagelb.destination.service.time", () => PerDestination(d => d.ServiceTime?.TotalSeconds), "s", "Estimated service time, where known.");
        meter.CreateObservableUpDownCounter("messagelb.destination.status", ObserveStates, "{destination}", "1 for the state that the destination is in, 0 for the others.");
        meter.CreateObservableUpDownCounter("messagelb.workers", () => PerDestination(d => (long)d.Instances), "{worker}", "Worker instances alive, or consumers at level 0.");
        meter.CreateObservableGauge("messagelb.heartbeat.age", () => PerDestination(d => d.LastSeen?.TotalSeconds), "s", "Time since the destination's last sign of life, where there was one.");
    }

    private IEnumerable<Measurement<long>> PerDestination(Func<DestinationStatus, long> value)
    {
        foreach (var group in _status.Read().Groups)
        {
            foreach (var destination in group.Destinations)
            {
                yield return new(value(destination), Tag(MessageLBTelemetry.GroupTag, group.Name), Tag(MessageLBTelemetry.DestinationTag, destination.Name));
            }
        }
    }

    private IEnumerable<Measurement<double>> PerDestination(Func<DestinationStatus, double?> value)
    {
        foreach (var group in _status.Read().Groups)
        {
            foreach (var destination in group.Destinations)
            {
                if (value(destination) is { } known) yield return new(known, Tag(MessageLBTelemetry.GroupTag, group.Name), Tag(MessageLBTelemetry.DestinationTag, destination.Name));
            }
        }
    }

    private IEnumerable<Measurement<long>> ObserveMessages()
    {
        foreach (var group in _status.Read().Groups)
        {
            foreach (var destination in group.Destinations)
            {
                yield return PerTag(group, destination, MessageLBTelemetry.OutcomeTag, "handed", destination.Handed);
                yield return PerTag(group, destination, MessageLBTelemetry.OutcomeTag, "done", destination.Done);
                yield return PerTag(group, destination, MessageLBTelemetry.OutcomeTag, "failed", destination.Failed);
            }
        }
    }

    private IEnumerable<Measurement<long>> ObserveSent()
    {
        var status = _status.Read();
        foreach (var group in status.Groups)
        {
            foreach (var destination in group.Destinations)
            {
                yield return new(
                    destination.Handed,
                    Tag(SpanAttributes.System, status.Broker.Transport),
                    Tag(SpanAttributes.DestinationName, Names.WorkQueue(group.Name, destination.Name)),
                    Tag(SpanAttributes.OperationName, MessagingMetrics.Publish),
                    Tag(MessageLBTelemetry.GroupTag, group.Name),
                    Tag(MessageLBTelemetry.DestinationTag, destination.Name));
            }
        }
    }

    private IEnumerable<Measurement<double>> ObserveWeights()
    {
        foreach (var group in _status.Read().Groups)
        {
            foreach (var destination in group.Destinations)
            {
                yield return Weight(group, destination, "configured", destination.ConfiguredWeight);
                yield return Weight(group, destination, "effective", Math.Round(destination.Weight, 2));
            }
        }

        static Measurement<double> Weight(GroupStatus group, DestinationStatus destination, string kind, double value) => new(
            value,
            Tag(MessageLBTelemetry.GroupTag, group.Name),
            Tag(MessageLBTelemetry.DestinationTag, destination.Name),
            Tag(MessageLBTelemetry.WeightKindTag, kind));
    }

    private IEnumerable<Measurement<long>> ObserveStates()
    {
        foreach (var group in _status.Read().Groups)
        {
            foreach (var destination in group.Destinations)
            {
                foreach (var state in States)
                {
                    yield return PerTag(group, destination, MessageLBTelemetry.StateTag, state, destination.State == state ? 1 : 0);
                }
            }
        }
    }

    private static Measurement<long> PerTag(GroupStatus group, DestinationStatus destination, string tag, string word, long value) => new(
        value,
        Tag(MessageLBTelemetry.GroupTag, group.Name),
        Tag(MessageLBTelemetry.DestinationTag, destination.Name),
        Tag(tag, word));
}

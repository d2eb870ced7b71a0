using System.Diagnostics.Metrics;
using MessageLB.Dispatcher.Status;
using MessageLB.Telemetry;

namespace MessageLB.Dispatcher.Telemetry;

public sealed partial class DispatcherInstruments
{
    private void CreateGroupInstruments(Meter meter)
    {
        meter.CreateObservableCounter("messagelb.ingress.messages", () => PerGroup(g => g.Received), "{message}", "Messages received from ingress, redeliveries included.");
        meter.CreateObservableCounter(MessagingMetrics.Consumed, ObserveConsumed, MessagingMetrics.Messages, MessagingMetrics.ConsumedHelp);
        meter.CreateObservableCounter("messagelb.route.messages", ObserveRouted, "{message}", "Messages handed over or not, by outcome.");
        meter.CreateObservableCounter("messagelb.frame.count", () => PerGroup(g => g.Frames), "{frame}", "Frames of several messages handed over.");
        meter.CreateObservableCounter("messagelb.frame.messages", () => PerGroup(g => g.Framed), "{message}", "Messages handed over in frames.");
        meter.CreateObservableGauge("messagelb.ingress.queue.depth", ObserveDepth, "{message}", "Messages waiting in the group's ingress queue, where known.");
        meter.CreateObservableUpDownCounter("messagelb.group.waiting", () => PerGroup(g => g.Waiting ? 1 : 0), "{group}", "1 while a message is held because no destination has credit, else 0.");
        meter.CreateObservableGauge("messagelb.group.tier", () => PerGroup(g => g.Tier ?? -1), "{tier}", "Failover tier whose destinations get the messages; -1 while nobody can.");
        meter.CreateObservableUpDownCounter("messagelb.group.shortage", () => PerGroup(g => g.Shortage is null ? 0 : 1), "{group}", "1 while less than half of the group's capacity works, else 0.");
        meter.CreateObservableUpDownCounter("messagelb.group.nobody", () => PerGroup(g => g.Nobody is null ? 0 : 1), "{group}", "1 while nobody has been available for a while, else 0.");
        meter.CreateObservableCounter("messagelb.fallback.messages", ObserveFallbacks, "{message}", "Messages sent to a group that stands in, or not, by outcome.");
        meter.CreateObservableCounter("messagelb.retry.messages", ObserveRetries, "{message}", "Failed, expired, late and waiting messages, by what was decided about them.");
        meter.CreateObservableCounter("messagelb.rescue.messages", () => PerGroup(g => g.Rescued), "{message}", "Messages that waited at lost destinations and were handed to others.");
        meter.CreateObservableUpDownCounter("messagelb.rescue.active", () => PerGroup(g => g.Rescues), "{destination}", "Destinations whose messages are being handed to others.");
    }

    private IEnumerable<Measurement<long>> PerGroup(Func<GroupStatus, long> value)
    {
        foreach (var group in _status.Read().Groups) yield return new(value(group), Tag(MessageLBTelemetry.GroupTag, group.Name));
    }

    private IEnumerable<Measurement<long>> ObserveConsumed()
    {
        var status = _status.Read();
        foreach (var group in status.Groups)
        {
            yield return new(
                group.Received,
                Tag(SpanAttributes.System, status.Broker.Transport),
                Tag(SpanAttributes.DestinationName, Names.IngressQueue(group.Name)),
                Tag(SpanAttributes.OperationName, MessagingMetrics.Deliver),
                Tag(MessageLBTelemetry.GroupTag, group.Name));
        }
    }

    private IEnumerable<Measurement<long>> ObserveRouted()
    {
        foreach (var group in _status.Read().Groups)
        {
            yield return Routed(group, "routed", group.Routed);
            yield return Routed(group, "returned", group.Returned);
            yield return Routed(group, "refused", group.Refused);
            yield return Routed(group, "rejected", group.Rejected);
            yield return Routed(group, "duplicate", group.Duplicates);
        }
    }

    private IEnumerable<Measurement<long>> ObserveRetries()
    {
        foreach (var group in _status.Read().Groups)
        {
            var name = Tag(MessageLBTelemetry.GroupTag, group.Name);
            yield return new(group.Retried, name, Tag(MessageLBTelemetry.OutcomeTag, "retried"));
            yield return new(group.Buried, name, Tag(MessageLBTelemetry.OutcomeTag, "dead"));
        }
    }

    private IEnumerable<Measurement<long>> ObserveFallbacks() =>
        _status.Read().Groups.SelectMany(group => ObserveTargets(group.Name, group.Fallbacks));

    private static Measurement<long> Routed(GroupStatus group, string outcome, long count) => new(
        count,
        Tag(MessageLBTelemetry.GroupTag, group.Name),
        Tag(MessageLBTelemetry.PolicyTag, group.Policy),
        Tag(MessageLBTelemetry.OutcomeTag, outcome));

    private IEnumerable<Measurement<long>> ObserveDepth()
    {
        foreach (var group in _status.Read().Groups)
        {
            if (group.IngressReady is { } ready) yield return new(ready, Tag(MessageLBTelemetry.GroupTag, group.Name));
        }
    }
}

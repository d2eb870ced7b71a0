using System.Diagnostics;
using System.Globalization;
using MessageLB.Core.Envelopes;
using MessageLB.Core.Groups;
using MessageLB.Core.Settlement;
using MessageLB.Dispatcher.Framing;
using MessageLB.Dispatcher.Holding;
using MessageLB.Dispatcher.Ordering;
using MessageLB.Dispatcher.Registry;
using MessageLB.Dispatcher.Telemetry;
using MessageLB.Telemetry;

namespace MessageLB.Dispatcher.Pipeline;

/// <summary>Publishes what a pump has decided about, and keeps the books of it. The pump's only.</summary>
/// <param name="group">The group.</param>
/// <param name="pipeline">Decides about a message that cannot be published at all.</param>
/// <param name="book">Books of the unsettled deliveries.</param>
/// <param name="rewriter">Writes outgoing properties.</param>
/// <param name="time">Clock.</param>
/// <param name="hold">Keeps what is handed over until its result; null where it is done with once it is confirmed.</param>
internal sealed class MessageSender(GroupRuntime group, RuledPipeline pipeline, SettleBook book, EnvelopeRewriter rewriter, TimeProvider time, HoldTurns? hold = null)
{
    // One hand-over in so many is timed: enough for an average, too few to cost anything.
    private const ulong TimingMask = 15;

    private readonly GroupOrder? _order = group.Order;

    /// <summary>Makes the spans of hand-overs; null for none. Default null.</summary>
    public RouteSpans? Spans { get; init; }

    /// <summary>Hands a message over to a destination whose credit was taken.</summary>
    public async ValueTask HandOverAsync(FlowPublisher publisher, HeldMessage message, DestinationState destination)
    {
        message.Destination = destination;
        message.StartedAt = (message.Delivery.Tag & TimingMask) == 0 ? time.GetTimestamp() : 0;
        var span = message.Span = MessageTraces.AreListenedTo ? Spans?.Begin(message.Delivery, destination, Waited(message)) : null;
        book.HandOver(message.Slot);
        try
        {
            rewriter.OrderSlot = message.OrderSlot;
            var properties = rewriter.Rewrite(message.Delivery, destination, time.GetUtcNow());
            if (message.OrderSlot is { } slot) _order!.HandOver(slot, properties);
            if (message.Crashes > 0) properties.Headers![HeaderNames.Crashes] = message.Crashes.ToString(CultureInfo.InvariantCulture);
            hold?.Begin(message, properties, destination);
            if (span is not null)
            {
                Spans!.Write(span, properties);
                // Current until this method ends, so that the client's own span of the publish, if somebody wants it, stands under it.
                Activity.Current = span;
            }

            await publisher.HandOverAsync(destination, properties, message.Delivery.Body, (ulong)message.Slot);
        }
        catch (SessionEndedException e)
        {
            if (span is not null) RouteSpans.Fail(span, e);
            destination.Credit.Return(1);
            throw;
        }
        catch (Exception e)
        {
            if (span is not null) RouteSpans.Fail(span, e);
            destination.Credit.Return(1);
            if (message.OrderSlot is { } slot) _order!.Book.NotTaken(slot);
            hold?.Forget(message);
            Unpublishable(message, e);
        }
    }

    /// <summary>Sends a message to another queue than a destination's.</summary>
    public async ValueTask SendAsync(FlowPublisher publisher, HeldMessage message, ForwardTarget target)
    {
        book.HandOver(message.Slot);
        try
        {
            var properties = target.Kind == ForwardKind.Retries ? rewriter.SetAside(message.Delivery) : rewriter.Forward(message.Delivery, target.Name);
            await publisher.PublishAsync(string.Empty, target.Queue, properties, message.Delivery.Body, (ulong)message.Slot);
        }
        catch (Exception e) when (e is not SessionEndedException)
        {
            Unpublishable(message, e);
        }
    }

    // Only the first hand-over begins with the message's arrival. Where no arrival is noted nothing waits before it is handed over.
    private TimeSpan Waited(HeldMessage message) =>
        message.Span is null && message.ArrivedAt > TimeSpan.Zero ? time.GetElapsedTime(0) - message.ArrivedAt : TimeSpan.Zero;

    // A publish that threw gets no outcome. It is a message that cannot be published at all, whatever the destination.
    private void Unpublishable(HeldMessage message, Exception reason)
    {
        group.ReportUnpublishable(reason);
        pipeline.Decide(message, Settlement.Reject);
    }
}

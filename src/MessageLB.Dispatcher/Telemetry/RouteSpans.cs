using System.Diagnostics;
using System.Globalization;
using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Telemetry;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Telemetry;

/// <summary>
/// The spans of the hand-overs of one flow: from the receipt of a message, waiting for credit included, to the broker's word about its
/// publish. A message that is handed over again has another one. Callers ask <see cref="MessageTraces.AreListenedTo"/> first. Thread-safe.
/// </summary>
/// <param name="group">Name of the group.</param>
/// <param name="policy">Name of the routing policy.</param>
/// <param name="queue">Queue that the flow takes from.</param>
/// <param name="system">What carries the messages.</param>
/// <param name="propagation">Whose context goes on to the worker.</param>
/// <param name="time">Clock.</param>
internal sealed class RouteSpans(string group, string policy, string queue, string system, TracePropagation propagation, TimeProvider time)
{
    private const string Operation = "route";

    private readonly string _name = $"{Operation} {queue}";

    /// <summary>Begins the span of a hand-over; null if nobody wants this one.</summary>
    /// <param name="delivery">The message as it came.</param>
    /// <param name="destination">Where it goes.</param>
    /// <param name="waited">How long ago it came.</param>
    public Activity? Begin(in Delivery delivery, DestinationState destination, TimeSpan waited)
    {
        var span = MessageTraces.Start(_name, delivery.Properties.Headers, time.GetUtcNow() - waited);
        if (span is not { IsAllDataRequested: true }) return span;
        span.SetTag(SpanAttributes.System, system);
        span.SetTag(SpanAttributes.DestinationName, queue);
        span.SetTag(SpanAttributes.OperationName, Operation);
        span.SetTag(SpanAttributes.OperationType, "process");
        span.SetTag(SpanAttributes.Group, group);
        span.SetTag(SpanAttributes.Destination, destination.Name);
        span.SetTag(SpanAttributes.Policy, policy);
        return span;
    }

    /// <summary>
    /// Takes in what is about to be published, and makes the span its context if that is wanted. A message that carries no context gets the
    /// span's in any case: there is nothing to preserve, and the worker's span would have no trace to be in.
    /// </summary>
    public void Write(Activity span, MessageProperties outgoing)
    {
        var headers = outgoing.Headers!;
        if (propagation == TracePropagation.Continue || MessageTraces.ContextOf(headers) == default) MessageTraces.Write(headers, span);
        if (!span.IsAllDataRequested) return;
        span.SetTag(SpanAttributes.MessageId, outgoing.MessageId);
        var attempt = HeaderValues.GetText(headers, HeaderNames.Attempt);
        span.SetTag(SpanAttributes.Attempt, int.TryParse(attempt, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 1);
    }

    /// <summary>Ends the span of a hand-over that has its outcome; once, what comes later changes nothing.</summary>
    public static void End(Activity span, PublishOutcome outcome)
    {
        switch (outcome)
        {
            case PublishOutcome.Confirmed: End(span, "handed", null); break;
            case PublishOutcome.Returned: End(span, "returned", "the destination's queue is not there"); break;
            case PublishOutcome.Refused: End(span, "refused", "the broker refused the message"); break;
            default: End(span, "unknown", "the session ended before the broker confirmed"); break;
        }
    }

    /// <summary>Ends the span of a hand-over that could not even be published.</summary>
    public static void Fail(Activity span, Exception reason)
    {
        if (reason is SessionEndedException) End(span, PublishOutcome.Unknown);
        else End(span, "unpublishable", reason.Message);
    }

    private static void End(Activity span, string outcome, string? fault)
    {
        if (span.IsStopped) return;
        if (span.IsAllDataRequested)
        {
            span.SetTag(SpanAttributes.Outcome, outcome);
            if (fault is not null)
            {
                span.SetTag(SpanAttributes.ErrorType, outcome);
                span.SetStatus(ActivityStatusCode.Error, fault);
            }
        }

        MessageTraces.Stop(span);
    }
}

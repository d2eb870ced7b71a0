using System.Diagnostics;
using MessageLB.Telemetry;

namespace MessageLB.Worker.Telemetry;

/// <summary>
/// The spans of one worker's handlers, under the context that each message brings: the publisher's, or that of the hand-over. Messages that
/// came in one frame each have their own. Callers ask <see cref="MessageTraces.AreListenedTo"/> first. Thread-safe.
/// </summary>
/// <param name="worker">The worker.</param>
/// <param name="system">What carries the messages.</param>
internal sealed class ProcessSpans(WorkerInstance worker, string system)
{
    private readonly string _queue = Names.WorkQueue(worker.Group, worker.Destination);
    private readonly string _name = $"{MessagingMetrics.Process} {Names.WorkQueue(worker.Group, worker.Destination)}";

    /// <summary>Begins the span of a handler's call; null if nobody wants this one.</summary>
    public Activity? Begin(Message message)
    {
        var span = MessageTraces.Start(_name, message.Properties.Headers);
        if (span is not { IsAllDataRequested: true }) return span;
        span.SetTag(SpanAttributes.System, system);
        span.SetTag(SpanAttributes.DestinationName, _queue);
        span.SetTag(SpanAttributes.OperationName, MessagingMetrics.Process);
        span.SetTag(SpanAttributes.OperationType, MessagingMetrics.Process);
        span.SetTag(SpanAttributes.MessageId, message.MessageId);
        span.SetTag(SpanAttributes.Group, worker.Group);
        span.SetTag(SpanAttributes.Destination, worker.Destination);
        span.SetTag(SpanAttributes.Attempt, message.Attempt);
        if (message.GetHeader(HeaderNames.Policy) is { } policy) span.SetTag(SpanAttributes.Policy, policy);
        return span;
    }

    /// <summary>Ends the span of a call. A message that is given back is no error: it is not the message's fault, nor the handler's.</summary>
    /// <param name="span">The span.</param>
    /// <param name="result">What the handler decided.</param>
    /// <param name="thrown">What it threw; null if nothing.</param>
    public static void End(Activity span, in HandlerResult result, Exception? thrown)
    {
        if (span.IsAllDataRequested)
        {
            var outcome = Outcomes.Of(result.Kind);
            span.SetTag(SpanAttributes.Outcome, outcome);
            if (thrown is not null) span.AddException(thrown);
            if (thrown is not null || Outcomes.IsError(result.Kind))
            {
                span.SetTag(SpanAttributes.ErrorType, thrown?.GetType().FullName ?? KindOf(result.Reason) ?? outcome);
                span.SetStatus(ActivityStatusCode.Error, result.Reason);
            }
        }

        MessageTraces.Stop(span);
    }

    // Reasons are "kind: text". What is no single word before the colon is no kind, and a free text would make too many of them.
    private static string? KindOf(string? reason)
    {
        if (reason is null) return null;
        var colon = reason.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && reason.AsSpan(0, colon).IndexOf(' ') < 0 ? reason[..colon] : null;
    }
}

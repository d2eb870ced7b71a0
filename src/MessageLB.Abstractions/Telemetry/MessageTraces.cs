using System.Diagnostics;
using MessageLB.Transport;

namespace MessageLB.Telemetry;

/// <summary>
/// The spans of MessageLB: where they come from, and how their context travels with a message, as W3C Trace Context in the headers
/// <c>traceparent</c> and <c>tracestate</c> (https://www.w3.org/TR/trace-context/). Nothing here costs anything while nobody listens to
/// <see cref="Source"/>: callers ask <see cref="AreListenedTo"/> first. Thread-safe.
/// </summary>
public static class MessageTraces
{
    /// <summary>Name of the source, for those who listen.</summary>
    public const string SourceName = "MessageLB";

    /// <summary>Header with the context of a message.</summary>
    public const string TraceParent = "traceparent";

    /// <summary>Header with what vendors add to it.</summary>
    public const string TraceState = "tracestate";

    private static double _rootShare = 1;
    private static long _roots;

    /// <summary>The source of every span of MessageLB, in dispatchers and workers alike.</summary>
    public static ActivitySource Source { get; } = new(SourceName);

    /// <summary>Whether somebody wants spans. One volatile read.</summary>
    public static bool AreListenedTo => Source.HasListeners();

    /// <summary>
    /// Part of the messages without context that begin a trace; the others have no span, at no cost. A sampler of the SDK decides when the span is made
    /// already, and makes one to carry the context even for a trace that it does not record. Evenly spread, not at random. For whoever owns the providers, at
    /// the start. <value>0 to 1, default 1: the sampler decides.</value>
    /// </summary>
    public static double RootShare
    {
        get => Volatile.Read(ref _rootShare);
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1);
            Volatile.Write(ref _rootShare, value);
        }
    }

    /// <summary>The context that a message carries; the default value if it carries none, or one that is malformed.</summary>
    /// <param name="headers">The message's headers; null for none.</param>
    public static ActivityContext ContextOf(IDictionary<string, object?>? headers)
    {
        if (HeaderValues.GetText(headers, TraceParent) is not { } parent) return default;
        return ActivityContext.TryParse(parent, HeaderValues.GetText(headers, TraceState), isRemote: true, out var context) ? context : default;
    }

    /// <summary>
    /// Starts a span for a message, of kind consumer, under the context that the message carries; a message that carries none begins a
    /// trace of its own, whatever span is current. <see cref="Activity.Current"/> is left as it was.
    /// </summary>
    /// <param name="name">Name of the span.</param>
    /// <param name="headers">The message's headers; null for none.</param>
    /// <param name="startedAt">When it began; the default value for now.</param>
    /// <returns>The span; null if nobody wants this one.</returns>
    public static Activity? Start(string name, IDictionary<string, object?>? headers, DateTimeOffset startedAt = default)
    {
        var parent = ContextOf(headers);
        if (parent == default && !BeginsTrace()) return null;
        var current = Activity.Current;
        // Without a parent the source would take the current span for one, which is that of some other message or of none.
        if (parent == default) Activity.Current = null;
        try
        {
            return Source.StartActivity(name, ActivityKind.Consumer, parent, tags: null, links: null, startedAt);
        }
        finally
        {
            Activity.Current = current;
        }
    }

    /// <summary>Ends a span, on whatever thread. <see cref="Activity.Current"/> is left as it was.</summary>
    /// <param name="span">The span.</param>
    public static void Stop(Activity span)
    {
        ArgumentNullException.ThrowIfNull(span);
        // Ending makes the span before this one current, which on another thread than that of the start is nobody's.
        var current = Activity.Current;
        span.Stop();
        Activity.Current = ReferenceEquals(current, span) ? null : current;
    }

    /// <summary>Makes a span the context that a message carries.</summary>
    /// <param name="headers">The message's headers.</param>
    /// <param name="span">The span.</param>
    public static void Write(IDictionary<string, object?> headers, Activity span)
    {
        ArgumentNullException.ThrowIfNull(headers);
        ArgumentNullException.ThrowIfNull(span);
        headers[TraceParent] = span.Id;
        if (span.TraceStateString is { Length: > 0 } state) headers[TraceState] = state;
        else headers.Remove(TraceState);
    }

    // The n-th begins one if n × share passes a whole number there.
    private static bool BeginsTrace()
    {
        var share = RootShare;
        if (share >= 1) return true;
        var number = Interlocked.Increment(ref _roots);
        return (long)(number * share) != (long)((number - 1) * share);
    }
}

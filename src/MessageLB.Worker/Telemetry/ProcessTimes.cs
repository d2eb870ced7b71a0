using System.Diagnostics.Metrics;
using MessageLB.Telemetry;

namespace MessageLB.Worker.Telemetry;

/// <summary>How long the handlers of one worker take, as a histogram. While nobody listens a message costs one look at a field; a measurement allocates nothing. Thread-safe.</summary>
internal sealed class ProcessTimes
{
    /// <summary>Ends of the buckets in seconds: those that the conventions advise, and finer ones below for handlers that take less than a few milliseconds.</summary>
    private static readonly double[] Boundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30, 60];

    private readonly Histogram<double> _histogram;
    private readonly KeyValuePair<string, object?>[][] _tags;

    /// <param name="meter">The meter.</param>
    /// <param name="worker">Tags of everything that the worker tells.</param>
    public ProcessTimes(Meter meter, IReadOnlyCollection<KeyValuePair<string, object?>> worker)
    {
        _histogram = meter.CreateHistogram(
            MessagingMetrics.ProcessDuration,
            MessagingMetrics.Seconds,
            MessagingMetrics.ProcessDurationHelp,
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = Boundaries });
        _tags = [.. Enum.GetValues<HandlerResultKind>().Order().Select(kind => TagsOf(kind, worker))];
    }

    /// <summary>A handler ended.</summary>
    public void Record(TimeSpan took, HandlerResultKind kind)
    {
        if (_histogram.Enabled) _histogram.Record(took.TotalSeconds, _tags[(int)kind]);
    }

    // The kind of a reason is the handler's own word, and might be as many as there are messages.
    private static KeyValuePair<string, object?>[] TagsOf(HandlerResultKind kind, IReadOnlyCollection<KeyValuePair<string, object?>> worker)
    {
        var outcome = Outcomes.Of(kind);
        return
        [
            .. worker,
            new(SpanAttributes.OperationName, MessagingMetrics.Process),
            new(SpanAttributes.Outcome, outcome),
            .. Outcomes.IsError(kind) ? new KeyValuePair<string, object?>[] { new(SpanAttributes.ErrorType, outcome) } : [],
        ];
    }
}

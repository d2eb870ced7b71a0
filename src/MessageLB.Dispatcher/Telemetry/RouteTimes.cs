using System.Diagnostics.Metrics;
using MessageLB.Telemetry;

namespace MessageLB.Dispatcher.Telemetry;

/// <summary>
/// How long hand-overs take, as a histogram: of the messages that are timed anyway, one in sixteen. Without a meter, or while nobody listens
/// to it, nothing is measured. Thread-safe; a measurement allocates nothing.
/// </summary>
internal sealed class RouteTimes
{
    /// <summary>Ends of the buckets in seconds: a hand-over takes as long as the broker needs to confirm it, on a quiet machine less than a millisecond.</summary>
    private static readonly double[] Boundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly Histogram<double>? _routes;
    private readonly Histogram<double>? _publishes;
    private readonly string _system;

    /// <param name="meters">Owner of the meter; null for none.</param>
    /// <param name="system">What carries the messages.</param>
    public RouteTimes(IMeterFactory? meters, string system)
    {
        _system = system;
        if (meters?.Create(MessageLBTelemetry.MeterName) is not { } meter) return;
        var advice = new InstrumentAdvice<double> { HistogramBucketBoundaries = Boundaries };
        _routes = meter.CreateHistogram("messagelb.route.duration", MessagingMetrics.Seconds, "Time from the publish of a hand-over to its confirm, of one message in sixteen.", tags: null, advice);
        _publishes = meter.CreateHistogram(MessagingMetrics.OperationDuration, MessagingMetrics.Seconds, MessagingMetrics.OperationDurationHelp, tags: null, advice);
    }

    /// <summary>That of a group.</summary>
    public RouteTime Of(string group)
    {
        var tag = new KeyValuePair<string, object?>(MessageLBTelemetry.GroupTag, group);
        return new RouteTime(_routes, _publishes, tag, [new(SpanAttributes.System, _system), new(SpanAttributes.OperationName, MessagingMetrics.Publish), tag]);
    }
}

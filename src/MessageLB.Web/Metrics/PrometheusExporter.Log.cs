using Microsoft.Extensions.Logging;

namespace MessageLB.Web.Metrics;

internal sealed partial class PrometheusExporter
{
    [LoggerMessage(4001, LogLevel.Warning, "Some metrics could not be observed and are missing from this collection.")]
    private partial void LogObservationFailed(Exception exception);

    [LoggerMessage(4004, LogLevel.Warning, "Metric {Metric} has more than {Limit} series; those beyond are gathered in one series, labelled messagelb_overflow, or left out")]
    private partial void LogOverflow(string metric, int limit);
}

using Microsoft.Extensions.Logging;

namespace MessageLB.Web.Metrics;

internal sealed partial class PrometheusExporter
{
    [LoggerMessage(4001, LogLevel.Warning, "Some metrics could not be observed and are missing from this collection.")]
    private partial void LogObservationFailed(Exception exception);
}

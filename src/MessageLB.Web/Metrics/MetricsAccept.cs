using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace MessageLB.Web.Metrics;

/// <summary>Chooses the format by what the client accepts.</summary>
internal static class MetricsAccept
{
    private const string OpenMetrics = "application/openmetrics-text";
    private const string Plain = "text/plain";

    /// <summary>
    /// OpenMetrics if it is named and not less wanted than plain text, in a version that is spoken here; else Prometheus text, whatever is
    /// asked for, as every exporter does.
    /// </summary>
    public static MetricsFormat FormatFor(StringValues accept)
    {
        if (!MediaTypeHeaderValue.TryParseList(accept, out var wanted)) return MetricsFormat.Prometheus;
        double openMetrics = 0, plain = 0;
        foreach (var type in wanted)
        {
            var quality = type.Quality ?? 1;
            if (type.MediaType.Equals(OpenMetrics, StringComparison.OrdinalIgnoreCase) && IsSpoken(type)) openMetrics = Math.Max(openMetrics, quality);
            else if (type.MediaType.Equals(Plain, StringComparison.OrdinalIgnoreCase)) plain = Math.Max(plain, quality);
        }

        return openMetrics > 0 && openMetrics >= plain ? MetricsFormat.OpenMetrics : MetricsFormat.Prometheus;
    }

    private static bool IsSpoken(MediaTypeHeaderValue type)
    {
        var version = type.Parameters.FirstOrDefault(p => p.Name.Equals("version", StringComparison.OrdinalIgnoreCase));
        return version is null || HeaderUtilities.RemoveQuotes(version.Value).Equals("1.0.0", StringComparison.Ordinal);
    }
}

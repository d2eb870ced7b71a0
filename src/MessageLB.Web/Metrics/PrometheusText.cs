using System.Globalization;
using System.Text;

namespace MessageLB.Web.Metrics;

/// <summary>What both formats have in common, and the way OpenTelemetry names become Prometheus names.</summary>
internal static class PrometheusText
{
    /// <summary>The media type of a format.</summary>
    public static string ContentType(MetricsFormat format) => format == MetricsFormat.OpenMetrics
        ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
        : "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Family name: separators become underscores, then the unit, then <c>_total</c> for counters.</summary>
    public static string FamilyName(string instrument, string? unit, MetricType type)
    {
        var name = Sanitize(instrument);
        var suffix = UnitSuffix(unit, type);
        if (suffix is not null && !name.EndsWith("_" + suffix, StringComparison.Ordinal)) name += "_" + suffix;
        if (type == MetricType.Counter && !name.EndsWith("_total", StringComparison.Ordinal)) name += "_total";
        return name;
    }

    /// <summary>Tags as <c>a="1",b="2"</c>.</summary>
    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in tags)
        {
            if (text.Length > 0) text.Append(',');
            text.Append(Sanitize(key)).Append("=\"");
            AppendLabelValue(text, Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty);
            text.Append('"');
        }

        return text.ToString();
    }

    public static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>The unit as it stands in names; null for none.</summary>
    public static string? UnitSuffix(string? unit, MetricType type) => unit switch
    {
        null or "" => null,
        "1" => type == MetricType.Gauge ? "ratio" : null,
        "s" => "seconds",
        "ms" => "milliseconds",
        "By" => "bytes",
        "%" => "percent",
        _ => unit.StartsWith('{') ? null : Sanitize(unit),
    };

    private static string Sanitize(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            var legal = char.IsAsciiLetterOrDigit(c) ? c : '_';
            if (text.Length == 0 && char.IsAsciiDigit(legal)) text.Append('_');
            if (legal != '_' || text.Length == 0 || text[^1] != '_') text.Append(legal);
        }

        return text.ToString();
    }

    private static void AppendLabelValue(StringBuilder output, string value)
    {
        foreach (var c in value)
        {
            if (c == '\n') output.Append("\\n");
            else if (c is '\\' or '"') output.Append('\\').Append(c);
            else output.Append(c);
        }
    }
}

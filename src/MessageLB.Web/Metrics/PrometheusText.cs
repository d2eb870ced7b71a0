using System.Globalization;
using System.Text;

namespace MessageLB.Web.Metrics;

/// <summary>The Prometheus text exposition format 0.0.4 and the way OpenTelemetry names become Prometheus names.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

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

    public static void AppendHeader(StringBuilder output, string family, string? help, MetricType type)
    {
        output.Append("# HELP ").Append(family).Append(' ');
        AppendHelp(output, help ?? string.Empty);
        output.Append("\n# TYPE ").Append(family).Append(' ').Append(TypeName(type)).Append('\n');
    }

    public static void AppendSample(StringBuilder output, string name, string labels, double value)
    {
        output.Append(name);
        if (labels.Length > 0) output.Append('{').Append(labels).Append('}');
        output.Append(' ').Append(Number(value)).Append('\n');
    }

    public static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString(CultureInfo.InvariantCulture),
    };

    private static string? UnitSuffix(string? unit, MetricType type) => unit switch
    {
        null or "" => null,
        "1" => type == MetricType.Gauge ? "ratio" : null,
        "s" => "seconds",
        "ms" => "milliseconds",
        "By" => "bytes",
        "%" => "percent",
        _ => unit.StartsWith('{') ? null : Sanitize(unit),
    };

    private static string TypeName(MetricType type) => type switch
    {
        MetricType.Counter => "counter",
        MetricType.Gauge => "gauge",
        _ => "histogram",
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

    private static void AppendHelp(StringBuilder output, string help)
    {
        foreach (var c in help)
        {
            if (c == '\n') output.Append("\\n");
            else if (c == '\\') output.Append("\\\\");
            else output.Append(c);
        }
    }
}

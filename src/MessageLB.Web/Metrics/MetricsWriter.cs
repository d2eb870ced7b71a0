using System.Text;

namespace MessageLB.Web.Metrics;

/// <summary>Writes families in one of the formats. They differ in the names and units of headers, in numbers, and in how the text ends. One thread.</summary>
internal sealed class MetricsWriter(MetricsFormat format)
{
    private const string Total = "_total";
    private const string Info = "_info";

    private readonly StringBuilder _output = new(16 * 1024);

    private bool IsOpen => format == MetricsFormat.OpenMetrics;

    /// <summary>Begins a family.</summary>
    /// <param name="name">Name of its samples, those of counters with <c>_total</c>.</param>
    /// <param name="help">One sentence.</param>
    /// <param name="type">Type.</param>
    /// <param name="unit">Unit that the name ends with; null for none.</param>
    public void Header(string name, string? help, MetricType type, string? unit)
    {
        var family = IsOpen ? FamilyOf(name, type) : name;
        _output.Append("# HELP ").Append(family).Append(' ');
        AppendEscaped(help ?? string.Empty, quotes: IsOpen);
        _output.Append("\n# TYPE ").Append(family).Append(' ').Append(TypeName(type)).Append('\n');
        if (IsOpen && unit is not null && family.EndsWith("_" + unit, StringComparison.Ordinal)) _output.Append("# UNIT ").Append(family).Append(' ').Append(unit).Append('\n');
    }

    /// <summary>Writes one sample of the family.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="labels">As <see cref="PrometheusText.Labels"/> writes them; empty for none.</param>
    /// <param name="value">Its value.</param>
    public void Sample(string name, string labels, double value)
    {
        _output.Append(name);
        if (labels.Length > 0) _output.Append('{').Append(labels).Append('}');
        _output.Append(' ').Append(PrometheusText.Number(value)).Append('\n');
    }

    /// <summary>The end of a bucket as a label's value: OpenMetrics wants it to look like a real number.</summary>
    public string Boundary(double end)
    {
        var text = PrometheusText.Number(end);
        return IsOpen && double.IsInteger(end) && !text.Contains('E', StringComparison.Ordinal) ? text + ".0" : text;
    }

    /// <summary>Ends the text and returns it.</summary>
    public string End()
    {
        if (IsOpen) _output.Append("# EOF\n");
        return _output.ToString();
    }

    private static string FamilyOf(string name, MetricType type)
    {
        var suffix = type switch { MetricType.Counter => Total, MetricType.Info => Info, _ => string.Empty };
        return suffix.Length > 0 && name.EndsWith(suffix, StringComparison.Ordinal) ? name[..^suffix.Length] : name;
    }

    private string TypeName(MetricType type) => type switch
    {
        MetricType.Counter => "counter",
        MetricType.Histogram => "histogram",
        MetricType.Info when IsOpen => "info",
        _ => "gauge",
    };

    private void AppendEscaped(string text, bool quotes)
    {
        foreach (var c in text)
        {
            if (c == '\n') _output.Append("\\n");
            else if (c == '\\' || (quotes && c == '"')) _output.Append('\\').Append(c);
            else _output.Append(c);
        }
    }
}

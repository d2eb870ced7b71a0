using MessageLB.Core.Configuration;
using YamlDotNet.Core;

namespace MessageLB.Dispatcher.Configuration;

/// <summary>
/// Reads YAML into a tree that knows the line and column of everything. Built on the events of the parser, because only they
/// give the place of each key and let aliases be bounded before they are expanded. Mistakes are findings, never exceptions.
/// </summary>
internal static class YamlTree
{
    /// <summary>The tree of a text; null if it cannot be read, which is then among the findings. An empty text is an empty tree.</summary>
    public static ConfigMap? Read(string file, string text, ConfigFindings findings)
    {
        using var reader = new StringReader(text);
        var scanner = new Scanner(reader);
        try
        {
            return new YamlTreeBuilder(file, new Parser(scanner), findings).Build();
        }
        catch (YamlException e)
        {
            Refuse(e.Start, Explain(e, text));
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException or FormatException or OverflowException)
        {
            // The parser's own slips on text that is no YAML at all.
            Refuse(scanner.CurrentPosition, $"is not valid YAML: {e.Message}");
        }

        return null;

        void Refuse(Mark place, string rule) =>
            findings.Add(new ConfigError("", ConfigOrigin.File(file, (int)place.Line, (int)place.Column), null, rule));
    }

    private static string Explain(YamlException e, string text)
    {
        var lines = text.Split('\n');
        var line = e.Start.Line >= 1 && e.Start.Line <= lines.Length ? lines[e.Start.Line - 1] : "";
        var indent = line.AsSpan(0, line.Length - line.AsSpan().TrimStart().Length);
        return indent.Contains('\t')
            ? "is not valid YAML: the line is indented with a tab; use blanks"
            : $"is not valid YAML: {e.Message}";
    }
}

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
        // The parser takes this character for the end of the text, and would silently leave out what follows.
        if (text.IndexOf('\0', StringComparison.Ordinal) is >= 0 and var nul)
        {
            var line = text.AsSpan(0, nul).Count('\n') + 1;
            findings.Add(new ConfigError("", ConfigOrigin.File(file, line, nul - text.LastIndexOf('\n', nul)), null, "is not text: it contains the character NUL"));
            return null;
        }

        using var reader = new StringReader(text);
        var scanner = new Scanner(reader);
        try
        {
            return new YamlTreeBuilder(file, new Parser(scanner), findings).Build();
        }
        catch (YamlBoundException e)
        {
            Refuse((int)e.Start.Line, (int)e.Start.Column, e.Message);
        }
        catch (YamlException e) when (FindTab(e, text) is var (line, column))
        {
            Refuse(line, column, "is not valid YAML: the line is indented with a tab; use blanks");
        }
        catch (YamlException e)
        {
            Refuse((int)e.Start.Line, (int)e.Start.Column, $"is not valid YAML: {e.Message}");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException or FormatException or OverflowException)
        {
            // The parser's own slips on text that is no YAML at all; their messages are not for users.
            Refuse((int)scanner.CurrentPosition.Line, (int)scanner.CurrentPosition.Column, "is not valid YAML from here on");
        }

        return null;

        void Refuse(int line, int column, string rule) => findings.Add(new ConfigError("", ConfigOrigin.File(file, line, column), null, rule));
    }

    /// <summary>The first tab in the indentation of the lines that an error is about, since the parser speaks of other things.</summary>
    private static (int Line, int Column)? FindTab(YamlException e, string text)
    {
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            if (number < e.Start.Line) continue;
            if (number > e.End.Line + 1) return null;
            var tab = line[..(line.Length - line.TrimStart().Length)].IndexOf('\t');
            if (tab >= 0) return (number, tab + 1);
        }

        return null;
    }
}

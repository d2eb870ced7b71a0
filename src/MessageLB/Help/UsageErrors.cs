using System.CommandLine;
using System.CommandLine.Invocation;

namespace MessageLB.CommandLine.Help;

/// <summary>Tells what is wrong with a command line, each error on one line with what was probably meant.</summary>
internal static class UsageErrors
{
    public static IEnumerable<string> Describe(ParseResult parsed)
    {
        var errors = parsed.Errors.Select(e => e.Message).Distinct().ToList();
        var corrections = Corrections(parsed, errors).ToList();

        // The library says first that a command is missing and then that it does not know the one that was given.
        var missing = parsed.CommandResult.Tokens.Count == 0 && parsed.UnmatchedTokens.Count > 0 ? "Required command was not provided." : null;
        foreach (var error in errors.Where(e => e != missing))
        {
            var meant = corrections.Where(c => error.Contains($"'{c.Word}'", StringComparison.Ordinal)).Select(c => $"'{c.Candidate}'").ToList();
            yield return meant.Count == 0 ? error : $"{error} Did you mean {string.Join(" or ", meant)}?";
        }
    }

    /// <summary>The library writes a line that begins with the quoted word, then one line per candidate.</summary>
    private static IEnumerable<(string Word, string Candidate)> Corrections(ParseResult parsed, List<string> errors)
    {
        if (parsed.Action is not ParseErrorAction action) yield break;
        var text = new StringWriter();
        action.ShowHelp = false;
        parsed.Invoke(new InvocationConfiguration { Output = text, Error = TextWriter.Null });
        string? word = null;
        foreach (var line in text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line[0] == '\'') word = line[1..line.IndexOf('\'', 1)];
            else if (word is not null && !errors.Contains(line) && line.Length > 2) yield return (word, line);
        }
    }
}

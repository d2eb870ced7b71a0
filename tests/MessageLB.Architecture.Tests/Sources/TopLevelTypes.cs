using System.Text.RegularExpressions;

namespace MessageLB.Architecture.Tests.Sources;

/// <summary>Finds the types that a file declares outside of other types.</summary>
internal static partial class TopLevelTypes
{
    /// <param name="code">A file with a file-scoped namespace, comments and literals blanked out.</param>
    public static IReadOnlyList<string> Of(string code)
    {
        var outside = Outside(code);
        return [.. Declaration().Matches(outside).Concat(DelegateDeclaration().Matches(outside)).Select(m => m.Groups["name"].Value).Distinct()];
    }

    // Bodies, parameters, attributes and the like blanked out; brackets stay.
    private static string Outside(string code)
    {
        var depth = 0;
        var outside = code.ToCharArray();
        for (var i = 0; i < outside.Length; i++)
        {
            if (code[i] is '}' or ')' or ']') depth--;
            if (depth > 0) outside[i] = ' ';
            if (code[i] is '{' or '(' or '[') depth++;
        }

        return new string(outside);
    }

    [GeneratedRegex(@"(?<!:\s*|,\s*)\b(?:record\s+(?:class|struct)|record|class|struct|interface|enum)\s+(?!where\b|class\b|struct\b)(?<name>\w+)")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\bdelegate\s+[^;]*?\b(?<name>\w+)\s*(?:<[^>;]*>)?\s*\(")]
    private static partial Regex DelegateDeclaration();
}

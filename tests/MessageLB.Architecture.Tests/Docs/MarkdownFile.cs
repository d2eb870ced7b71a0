using System.Text.RegularExpressions;
using MessageLB.Architecture.Tests.Tree;

namespace MessageLB.Architecture.Tests.Docs;

/// <summary>A page of the documentation.</summary>
internal sealed partial class MarkdownFile
{
    private MarkdownFile(string path)
    {
        Path = path;
        Text = RepositoryTree.Read(path);
        Prose = Fence().Replace(Text, m => new string('\n', m.Value.Count(c => c == '\n')));
    }

    public static IReadOnlyList<MarkdownFile> All { get; } =
        [.. RepositoryTree.Files.Where(f => f.EndsWith(".md", StringComparison.Ordinal)).Select(f => new MarkdownFile(f))];

    /// <summary>Path relative to the root.</summary>
    public string Path { get; }

    public string Text { get; }

    /// <summary>The text without fenced blocks; lines keep their numbers.</summary>
    public string Prose { get; }

    /// <summary>Targets of links and images, with their line.</summary>
    public IEnumerable<(string Target, int Line)> Links =>
        from line in Prose.Split('\n').Select((text, index) => (Text: InlineCode().Replace(text, ""), Number: index + 1))
        from match in Link().Matches(line.Text).Concat(Definition().Matches(line.Text))
        select (match.Groups["target"].Value, line.Number);

    /// <summary>Anchors of its headings, as GitHub makes them.</summary>
    public IReadOnlySet<string> Anchors
    {
        get
        {
            var anchors = new HashSet<string>();
            foreach (var heading in Heading().Matches(Prose).Select(m => m.Groups["text"].Value))
            {
                var anchor = NotInAnchors().Replace(LinkText().Replace(heading, "${text}").Trim().ToLowerInvariant(), "").Replace(' ', '-');
                var unique = anchor;
                for (var n = 1; !anchors.Add(unique); n++) unique = $"{anchor}-{n}";
            }

            return anchors;
        }
    }

    [GeneratedRegex(@"^[ \t]*(?<fence>```+|~~~+).*?^[ \t]*\k<fence>[ \t]*$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"\]\(\s*<?(?<target>[^)\s>]+)>?(?:\s+""[^""]*"")?\s*\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^\s*\[[^\]]+\]:\s*(?<target>\S+)")]
    private static partial Regex Definition();

    [GeneratedRegex(@"^#{1,6}\s+(?<text>.+?)\s*#*$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\[(?<text>[^\]]*)\]\([^)]*\)")]
    private static partial Regex LinkText();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();
}

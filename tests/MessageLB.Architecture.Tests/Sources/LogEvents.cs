using System.Globalization;
using System.Text.RegularExpressions;

namespace MessageLB.Architecture.Tests.Sources;

/// <summary>The log events that src declares.</summary>
internal static partial class LogEvents
{
    public static IReadOnlyList<(SourceFile File, int? Id)> All { get; } =
    [
        .. from file in SourceFile.In("src")
           from match in Attribute().Matches(file.Code)
           let id = Id().Match(match.Value)
           select (file, id.Success ? int.Parse(id.Groups["id"].Value, CultureInfo.InvariantCulture) : (int?)null),
    ];

    public static IReadOnlySet<int> Ids { get; } = All.Select(e => e.Id).OfType<int>().ToHashSet();

    [GeneratedRegex(@"\[LoggerMessage\b[^\]]*\]")]
    private static partial Regex Attribute();

    [GeneratedRegex(@"LoggerMessage\s*\(\s*(?:EventId\s*=\s*)?(?<id>\d+)|EventId\s*=\s*(?<id>\d+)")]
    private static partial Regex Id();
}

using System.Text.RegularExpressions;
using Xunit;

namespace MessageLB.Architecture.Tests;

public sealed partial class SourceRulesTests
{
    private const int LongestFile = 400;

    private static readonly (string Pattern, string Instead)[] Banned =
    [
        (@"\bDateTime(Offset)?\.(Utc)?Now\b", "TimeProvider.GetUtcNow()"),
        (@"\bStopwatch\b", "TimeProvider.GetTimestamp() and GetElapsedTime()"),
        (@"\bnew Timer\(", "TimeProvider.CreateTimer()"),
        (@"\bThread\.Sleep\b", "Task.Delay() with a TimeProvider"),
        (@"\bTask\.Delay\((?![^;]*\b_?[tT]ime)", "Task.Delay() with a TimeProvider"),
        (@"\basync void\b", "async Task with an owner"),
        (@"\bRandom\.Shared\b", "a Random that was passed in"),
        (@"\bConsole\.(Write|Read)", "the terminal that the command was given"),
    ];

    // The composition root owns the process's own standard streams.
    private static readonly string[] MayUseConsole = ["src/MessageLB/"];

    public static TheoryData<string> BannedPatterns => [.. Banned.Select(b => b.Pattern)];

    [Theory]
    [MemberData(nameof(BannedPatterns))]
    public void Source_BannedCall_IsNowhere(string pattern)
    {
        var instead = Banned.Single(b => b.Pattern == pattern).Instead;
        var found = Repository.Sources
            .Where(f => !(pattern.Contains("Console", StringComparison.Ordinal) && MayUseConsole.Any(m => f.StartsWith(m, StringComparison.Ordinal))))
            .SelectMany(f => Lines(f).Where(l => Regex.IsMatch(l.Code, pattern)).Select(l => $"{f}:{l.Number}"))
            .ToList();

        Assert.True(found.Count == 0, $"Use {instead} instead in\n{string.Join('\n', found)}");
    }

    [Fact]
    public void Source_Files_AreShort()
    {
        var files = Repository.Files.Where(f => f.EndsWith(".cs", StringComparison.Ordinal));
        var found = files.Select(f => (File: f, Lines: Repository.Read(f).Count(c => c == '\n'))).Where(f => f.Lines > LongestFile).ToList();

        Assert.True(found.Count == 0, $"Is another class hiding in {string.Join(", ", found)}?");
    }

    [Fact]
    public void Source_Files_HoldNoUnfinishedMarks()
    {
        var found = Repository.Files
            .Where(f => f.EndsWith(".cs", StringComparison.Ordinal) && !f.Contains("Architecture.Tests", StringComparison.Ordinal))
            .Where(f => UnfinishedMark().IsMatch(Repository.Read(f)))
            .ToList();

        Assert.True(found.Count == 0, $"Finish it, or write an issue: {string.Join(", ", found)}");
    }

    [Fact]
    public void Source_TopLevelTypes_OnePerFileAndNamedLikeIt()
    {
        var found = Repository.Sources
            .Where(f => Path.GetFileName(f) != "Program.cs")
            .Select(f => (File: f, Types: TopLevelType().Matches(Repository.Read(f)).Select(m => m.Groups[1].Value).Distinct().ToList()))
            .Where(f => f.Types.Count != 1 || f.Types[0] != Path.GetFileName(f.File).Split('.', '{')[0])
            .Select(f => $"{f.File}: {string.Join(", ", f.Types)}")
            .ToList();

        Assert.True(found.Count == 0, $"One type per file, named like it:\n{string.Join('\n', found)}");
    }

    [Fact]
    public void LogEvents_Ids_AreUniqueAndInTheProjectsRange()
    {
        var ranges = new Dictionary<string, int> { ["MessageLB.RabbitMq"] = 1000, ["MessageLB.Dispatcher"] = 2000, ["MessageLB.Worker"] = 3000, ["MessageLB.Web"] = 4000, ["MessageLB"] = 4000 };
        var events = Repository.Sources
            .SelectMany(f => LogEvent().Matches(Repository.Read(f)).Select(m => (File: f, Project: f.Split('/')[1], Id: int.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture))))
            .ToList();

        Assert.NotEmpty(events);
        Assert.All(events, e => Assert.True(ranges.TryGetValue(e.Project, out var from) && e.Id >= from && e.Id < from + 1000, $"{e.File}: event {e.Id} is outside the range of {e.Project}"));
        Assert.All(events.GroupBy(e => e.Id), g => Assert.True(g.Count() == 1, $"event {g.Key} stands twice: {string.Join(", ", g.Select(e => e.File))}"));
    }

    private static IEnumerable<(int Number, string Code)> Lines(string file) => Repository.Read(file)
        .Split('\n')
        .Select((line, i) => (Number: i + 1, Line: line.TrimStart()))
        .Where(l => !l.Line.StartsWith("//", StringComparison.Ordinal))
        .Select(l => (l.Number, StringLiteral().Replace(l.Line, "\"\"")));

    [GeneratedRegex(@"^(?:public |internal |file )?(?:(?:static|sealed|abstract|partial|readonly|ref|unsafe) )*(?:class|struct|interface|enum|record struct|record|delegate [\w<>\[\]?]+) (\w+)", RegexOptions.Multiline)]
    private static partial Regex TopLevelType();

    [GeneratedRegex(@"\[LoggerMessage\((?:EventId = )?(\d+)")]
    private static partial Regex LogEvent();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|NotImplementedException)\b")]
    private static partial Regex UnfinishedMark();

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"")]
    private static partial Regex StringLiteral();
}

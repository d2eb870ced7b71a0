using System.Text.RegularExpressions;
using Xunit;

namespace MessageLB.Architecture.Tests.Sources;

/// <summary>What STYLE section 8 bans in src. Comments and texts may say what they like.</summary>
public sealed partial class BannedCallTests
{
    private static readonly (Regex Pattern, string Instead)[] Banned =
    [
        (WallClock(), "ask the TimeProvider: GetUtcNow for display, GetTimestamp and GetElapsedTime for ages"),
        (StopwatchType(), "use GetTimestamp and GetElapsedTime of the TimeProvider"),
        (TimerConstructor(), "use CreateTimer of the TimeProvider"),
        (ThreadSleep(), "await Task.Delay(delay, timeProvider, cancellationToken)"),
        (AsyncVoid(), "return a Task that its owner awaits"),
        (SharedRandom(), "take the Random that you are given, so that tests and simulations repeat"),
    ];

    [Fact]
    public void Source_BannedCalls_AreNotMade() => Violations.AssertNone(
        from file in SourceFile.In("src")
        from ban in Banned
        from line in file.LinesOfCode((code, _) => ban.Pattern.IsMatch(code))
        select $"{line}{Environment.NewLine}    instead: {ban.Instead}",
        "These calls are banned in src (STYLE section 8), because tests cannot drive them:");

    [Fact]
    public void Source_Delays_GoByATimeProvider() => Violations.AssertNone(
        from file in SourceFile.In("src")
        from line in file.LinesOfCode((code, start) => Delay().Matches(code).Any(m => !HasTimeProvider(file.Code, start + m.Index + m.Length)))
        select line,
        "Task.Delay takes a TimeProvider as its second argument, called …time, …Time, …clock or TimeProvider.System (STYLE section 8):");

    [Fact]
    public void Source_Console_BelongsToTheExecutable() => Violations.AssertNone(
        from file in SourceFile.In("src")
        where file.Project != "MessageLB"
        from line in file.LinesOfCode((code, _) => ConsoleCall().IsMatch(code))
        select line,
        "Only the executable owns the process's streams. Return the text, or log it:");

    [Theory]
    [InlineData("x, time)", true)]
    [InlineData("x, _time, token)", true)]
    [InlineData("F(a, b), parts.Time, token)", true)]
    [InlineData("x,\n    TimeProvider.System)", true)]
    [InlineData("x)", false)]
    [InlineData("x, token)", false)]
    [InlineData("F(a, time))", false)]
    [InlineData("[a, time], token)", false)]
    public void HasTimeProvider_Arguments_LooksAtTheSecond(string arguments, bool has) => Assert.Equal(has, HasTimeProvider(arguments, 0));

    private static bool HasTimeProvider(string code, int start)
    {
        var depth = 0;
        var commas = new List<int>();
        var end = start;
        for (; end < code.Length; end++)
        {
            if (code[end] is '(' or '[' or '{') depth++;
            else if (code[end] == ',' && depth == 0) commas.Add(end);
            else if (code[end] is ')' or ']' or '}' && --depth < 0) break;
        }

        if (commas.Count == 0) return false;
        var second = code[(commas[0] + 1)..(commas.Count > 1 ? commas[1] : end)];
        return TimeProviderName().IsMatch(second.Trim());
    }

    [GeneratedRegex(@"\bDateTime(?:Offset)?\s*\.\s*(?:Now|UtcNow|Today)\b")]
    private static partial Regex WallClock();

    [GeneratedRegex(@"\bStopwatch\b")]
    private static partial Regex StopwatchType();

    [GeneratedRegex(@"\bnew\s+(?:System\.(?:Threading|Timers)\.)?Timer\s*\(")]
    private static partial Regex TimerConstructor();

    [GeneratedRegex(@"\bThread\s*\.\s*Sleep\b")]
    private static partial Regex ThreadSleep();

    [GeneratedRegex(@"\basync\s+void\b")]
    private static partial Regex AsyncVoid();

    [GeneratedRegex(@"\bRandom\s*\.\s*Shared\b")]
    private static partial Regex SharedRandom();

    [GeneratedRegex(@"\bConsole\s*\.\s*(?:Write|Read|Out|Error|In)\w*")]
    private static partial Regex ConsoleCall();

    [GeneratedRegex(@"\bTask\s*\.\s*Delay\s*\(")]
    private static partial Regex Delay();

    [GeneratedRegex(@"(?:^|\.|_)(?:\w*[tT]ime|\w*[tT]imeProvider|\w*[cC]lock|TimeProvider\.System)$")]
    private static partial Regex TimeProviderName();
}

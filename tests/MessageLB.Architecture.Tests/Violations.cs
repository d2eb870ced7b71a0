using Xunit;

namespace MessageLB.Architecture.Tests;

/// <summary>Findings of a rule, reported all at once with what to do about them.</summary>
internal static class Violations
{
    public static void AssertNone(IEnumerable<string> violations, string remedy)
    {
        var found = violations.ToList();
        if (found.Count == 0) return;
        Assert.Fail($"{remedy}{Environment.NewLine}{string.Join(Environment.NewLine, found.Select(v => $"  {v}"))}");
    }
}

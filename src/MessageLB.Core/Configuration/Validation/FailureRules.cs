namespace MessageLB.Core.Configuration;

/// <summary>How the settings for failed messages go together.</summary>
internal static class FailureRules
{
    public static void Check(IReadOnlyList<GroupConfig> groups, ConfigFindings findings)
    {
        foreach (var group in groups)
        {
            var path = $"groups.{group.Name}.retry";
            CheckDelays(group.Retry, path, findings);
            for (var i = 0; i < group.Retry.Errors.Count; i++) CheckError(group.Retry, i, $"{path}.errors[{i}]", findings);
        }
    }

    private static void CheckError(RetryConfig retry, int index, string path, ConfigFindings findings)
    {
        var rule = retry.Errors[index];
        if (rule.Error.Length == 0)
        {
            findings.Error(path + ".error", null, "is missing: write the kind of error, such as TimeoutException or Timeout*");
            return;
        }

        if (rule.Error.Contains(':', StringComparison.Ordinal)) findings.Error(path + ".error", rule.Error, "is no kind of error: write what stands before the colon");
        if (retry.Errors.Take(index).FirstOrDefault(earlier => Hides(earlier.Error, rule.Error)) is { } hiding)
            findings.Warn(path + ".error", $"has no effect: '{hiding.Error}' before it takes every such error");
        CheckDelays(rule.Over(retry), path, findings);
    }

    private static void CheckDelays(RetryConfig retry, string path, ConfigFindings findings)
    {
        // A default that is below what somebody wrote gives way without a word.
        if (retry.MaxDelay < retry.Delay && findings.OriginOf(path + ".max_delay") is not null) findings.Error(path + ".max_delay", Duration.Format(retry.MaxDelay), $"must not be below 'delay' ({Duration.Format(retry.Delay)})");
    }

    private static bool Hides(string earlier, string later) =>
        earlier == later || (earlier.EndsWith('*') && later.StartsWith(earlier[..^1], StringComparison.Ordinal));
}

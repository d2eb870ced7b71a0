using System.Globalization;
using MessageLB.Dispatcher.Explaining;
using Microsoft.AspNetCore.Http;

namespace MessageLB.Web.Explaining;

/// <summary>What a request for a sample asks for.</summary>
/// <param name="Group">Name of the group; null for the only one.</param>
/// <param name="Count">How many decisions.</param>
/// <param name="Limit">How long at most.</param>
internal sealed record ExplainQuery(string? Group, int Count, TimeSpan Limit)
{
    private const string GroupKey = "group";
    private const string CountKey = "count";
    private const string SecondsKey = "seconds";
    private const int DefaultCount = 20;
    private const double DefaultSeconds = 5;
    private const double ShortestSeconds = 0.1;

    private static readonly string[] Known = [GroupKey, CountKey, SecondsKey];

    /// <summary>Reads a query; what is wrong with it comes back all at once.</summary>
    /// <param name="query">The query of the request.</param>
    /// <param name="groups">Names of the groups there are.</param>
    /// <param name="errors">What is wrong, as sentences; empty if nothing is.</param>
    public static ExplainQuery Read(IQueryCollection query, IReadOnlyList<string> groups, out List<string> errors)
    {
        errors = [];
        foreach (var key in query.Keys.Where(key => !Known.Contains(key, StringComparer.OrdinalIgnoreCase)))
            errors.Add($"There is no parameter '{key}'; there are {string.Join(", ", Known)}.");
        var group = query[GroupKey].ToString() is { Length: > 0 } name ? name : null;
        if (group is null && groups.Count != 1) errors.Add($"The parameter {GroupKey} is missing: write one of {string.Join(", ", groups)}.");
        return new ExplainQuery(group ?? (groups.Count == 1 ? groups[0] : null), ReadCount(query, errors), ReadLimit(query, errors));
    }

    private static int ReadCount(IQueryCollection query, List<string> errors)
    {
        if (query[CountKey].ToString() is not { Length: > 0 } text) return DefaultCount;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= IDecisionExplanations.LargestSample) return count;
        errors.Add($"The parameter {CountKey} is '{text}'; write a whole number from 1 to {IDecisionExplanations.LargestSample}.");
        return DefaultCount;
    }

    private static TimeSpan ReadLimit(IQueryCollection query, List<string> errors)
    {
        var longest = IDecisionExplanations.LongestSample.TotalSeconds;
        if (query[SecondsKey].ToString() is not { Length: > 0 } text) return TimeSpan.FromSeconds(DefaultSeconds);
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds >= ShortestSeconds && seconds <= longest) return TimeSpan.FromSeconds(seconds);
        errors.Add(string.Create(CultureInfo.InvariantCulture, $"The parameter {SecondsKey} is '{text}'; write a number from {ShortestSeconds} to {longest}."));
        return TimeSpan.FromSeconds(DefaultSeconds);
    }
}

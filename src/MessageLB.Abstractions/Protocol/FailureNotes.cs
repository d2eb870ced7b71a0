namespace MessageLB;

/// <summary>What a message that failed carries on with it, and how much of it: <see cref="HeaderNames.Tried"/> and the error's text.</summary>
public static class FailureNotes
{
    /// <summary>Destinations that are remembered of a message, the latest ones.</summary>
    public const int MostTried = 16;

    /// <summary>Longest error that is carried on, in characters.</summary>
    public const int LongestError = 1000;

    /// <summary>The destinations at which a message failed with one more; one stands there once, as the latest place where it failed.</summary>
    /// <param name="tried">Those so far; null or empty for none.</param>
    /// <param name="at">Where it failed now.</param>
    public static string Tried(string? tried, string at)
    {
        if (string.IsNullOrEmpty(tried)) return at;
        var names = tried.Split(',').Where(name => name != at).ToList();
        return string.Join(',', names.Skip(Math.Max(0, names.Count + 1 - MostTried)).Append(at));
    }

    /// <summary>An error's text, cut to what is carried on.</summary>
    public static string Error(string error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error.Length <= LongestError ? error : error[..LongestError];
    }
}

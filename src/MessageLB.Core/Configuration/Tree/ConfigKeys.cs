namespace MessageLB.Core.Configuration;

/// <summary>
/// How keys are compared: without case, <c>_</c> and <c>-</c>, so that <c>check_interval</c>, <c>CheckInterval</c> and
/// <c>CHECK_INTERVAL</c> are one. And what somebody probably meant by a word that is none of those known.
/// </summary>
public static class ConfigKeys
{
    private const int LongestGuessed = 64;

    /// <summary>The form in which equal keys are equal strings.</summary>
    public static string Fold(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return string.Concat(key.Where(c => c is not ('_' or '-' or ' ')).Select(char.ToLowerInvariant));
    }

    /// <summary>Whether two keys are one.</summary>
    public static bool Same(string one, string other) => Fold(one) == Fold(other);

    /// <summary>The word closest to what was written, if it is close: about one slip for every three letters.</summary>
    /// <param name="written">What was written. Longer than 64 letters is close to nothing.</param>
    /// <param name="words">Words that are known.</param>
    /// <returns>The first of the closest; null if none is close.</returns>
    public static string? Closest(string written, IEnumerable<string> words)
    {
        ArgumentNullException.ThrowIfNull(written);
        ArgumentNullException.ThrowIfNull(words);
        if (written.Length > LongestGuessed) return null;
        var folded = Fold(written);
        string? closest = null;
        var least = Math.Max(1, folded.Length / 3) + 1;
        foreach (var word in words)
        {
            var distance = Distance(folded, Fold(word));
            if (distance >= least) continue;
            least = distance;
            closest = word;
        }

        return closest;
    }

    /// <summary>Letters to insert, delete, replace or swap with their neighbour (optimal string alignment).</summary>
    public static int Distance(string one, string other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        var beforeLast = new int[other.Length + 1];
        var last = new int[other.Length + 1];
        var row = new int[other.Length + 1];
        for (var j = 0; j <= other.Length; j++) last[j] = j;
        for (var i = 1; i <= one.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var replaced = last[j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1);
                row[j] = Math.Min(replaced, Math.Min(last[j], row[j - 1]) + 1);
                var swapped = i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1];
                if (swapped) row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
            }

            (beforeLast, last, row) = (last, row, beforeLast);
        }

        return last[other.Length];
    }
}

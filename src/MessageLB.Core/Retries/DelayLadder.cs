namespace MessageLB.Core.Retries;

/// <summary>
/// The steps that a long wait is made of. The broker needs no plugin for it: each step is a queue whose messages all live for the same time
/// and then go to the ingress queue that they are addressed to. One queue for every wait would let short waits stand behind long ones, because
/// a queue looks only at its oldest message; so there is one for each length, few enough that all waits together use 18. Pure.
/// </summary>
/// <remarks>
/// A wait takes the longest step that fits, again and again. It is rounded to two significant digits first, which makes at most six
/// steps of a wait of up to a day, and thirteen of one of seven days.
/// </remarks>
public static class DelayLadder
{
    /// <summary>Longest wait: 7 days.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>Shortest step; less is no wait at all.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);

    /// <summary>The steps, ascending: 1, 2 and 5 × a power of ten, from 100 ms to 50,000 s.</summary>
    public static IReadOnlyList<TimeSpan> Steps { get; } = [.. Enumerable.Range(2, 6).SelectMany(p => new[] { 1, 2, 5 }.Select(m => TimeSpan.FromMilliseconds(m * Math.Pow(10, p))))];

    /// <summary>The longest step that fits into what is left of a wait; null if none does, so that the wait is over.</summary>
    public static TimeSpan? Step(TimeSpan left)
    {
        for (var i = Steps.Count - 1; i >= 0; i--)
        {
            if (Steps[i] <= left) return Steps[i];
        }

        return null;
    }

    /// <summary>A wait as it is carried out: with two significant digits, not below zero, and not above <see cref="Longest"/>.</summary>
    public static TimeSpan Round(TimeSpan wait)
    {
        if (wait <= TimeSpan.Zero) return TimeSpan.Zero;
        if (wait >= Longest) return Longest;
        var milliseconds = wait.TotalMilliseconds;
        var unit = Math.Max(Shortest.TotalMilliseconds, Math.Pow(10, Math.Floor(Math.Log10(milliseconds)) - 1));
        return TimeSpan.FromMilliseconds(Math.Round(milliseconds / unit) * unit);
    }
}

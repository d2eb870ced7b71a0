namespace MessageLB.Core.Failover;

/// <summary>What becomes of a message in a group that has nobody left, and for how long it has waited. Pure.</summary>
public static class LastResort
{
    /// <summary>Longest age by a publisher's clock that is believed.</summary>
    private static readonly TimeSpan OldestBelieved = TimeSpan.FromDays(365);

    /// <summary>
    /// How long a message has waited while nobody was available: since it was published, if the publisher said when, else since it was
    /// fetched; never longer than nobody has been available. Never too long, so that no message is given up too early.
    /// </summary>
    /// <param name="nobodyFor">How long nobody has been available.</param>
    /// <param name="fetchedFor">How long ago it was fetched.</param>
    /// <param name="timestamp">When it was published, in seconds since 1970 UTC; null if that is not known.</param>
    /// <param name="now">Wall clock.</param>
    public static TimeSpan Waited(TimeSpan nobodyFor, TimeSpan fetchedFor, long? timestamp, DateTimeOffset now)
    {
        var waited = fetchedFor;
        // Of the second that it names, the end. A wrong clock or a wrong unit is no age.
        if (timestamp is { } published && published < now.ToUnixTimeSeconds() && published > (now - OldestBelieved).ToUnixTimeSeconds())
        {
            var age = now - DateTimeOffset.FromUnixTimeSeconds(published + 1);
            if (age > waited) waited = age;
        }

        return waited < nobodyFor ? waited : nobodyFor;
    }

    /// <summary>Whether a message has left a group before because nobody was there.</summary>
    /// <param name="trail">Names of such groups, joined by commas; null for none.</param>
    /// <param name="group">Name of the group.</param>
    public static bool HasLeft(ReadOnlySpan<char> trail, ReadOnlySpan<char> group)
    {
        foreach (var part in trail.Split(','))
        {
            if (trail[part].SequenceEqual(group)) return true;
        }

        return false;
    }

    /// <summary>The trail of a message that leaves one more.</summary>
    public static string Extend(string? trail, string group) => string.IsNullOrEmpty(trail) ? group : $"{trail},{group}";
}

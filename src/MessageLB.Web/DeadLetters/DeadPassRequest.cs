using System.Text.Json.Serialization;
using MessageLB.Core.DeadLetters;
using MessageLB.Dispatcher.DeadLetters;

namespace MessageLB.Web.DeadLetters;

/// <summary>
/// What to replay or to delete. A name that it does not know is refused, because a filter that was misspelt would otherwise mean every letter.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record DeadPassRequest
{
    /// <summary>Largest <see cref="Limit"/>.</summary>
    public const long LargestLimit = 100_000;

    /// <summary>Default of <see cref="Limit"/>.</summary>
    public const long DefaultLimit = 1000;

    /// <summary>Only those with this reason.</summary>
    public string? Reason { get; init; }

    /// <summary>Only those whose last error starts with this.</summary>
    public string? Error { get; init; }

    /// <summary>Only those that failed at this destination.</summary>
    public string? Destination { get; init; }

    /// <summary>Only those that died then or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only those that died before that.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only messages with these ids.</summary>
    public IReadOnlyList<string>? Ids { get; init; }

    /// <summary>Only those with these headers.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>Only say what would be done.</summary>
    public bool DryRun { get; init; }

    /// <summary>Replay: most messages. <value>1 to 100,000, default 1,000.</value></summary>
    public long? Limit { get; init; }

    /// <summary>Replay: messages per second. <value>0 or more; 0, the default, is as fast as possible.</value></summary>
    public double Rate { get; init; }

    /// <summary>Replay: messages that go ahead. <value>0 to 1,000, default 0.</value></summary>
    public int Canary { get; init; }

    /// <summary>Replay: how long the rest waits for those, in milliseconds. <value>0 to 600,000, default 10,000.</value></summary>
    public int? CanaryWaitMs { get; init; }

    /// <summary>Replay: stop when so many are dead letters again. <value>0 or more, default 10; 0 never stops.</value></summary>
    public long? StopAfter { get; init; }

    /// <summary>Purge: the name of the group again.</summary>
    public string? Confirm { get; init; }

    internal DeadLetterFilter ToFilter() => new()
    {
        Reason = Reason, Error = Error, Destination = Destination, Since = Since, Until = Until, Ids = Ids ?? [], Headers = [.. Headers ?? new Dictionary<string, string>()],
    };

    internal ReplayOptions ToOptions()
    {
        var defaults = new ReplayOptions();
        return new ReplayOptions
        {
            Filter = ToFilter(),
            Most = Limit ?? DefaultLimit,
            PerSecond = Rate,
            Canary = Canary,
            CanaryWait = CanaryWaitMs is { } wait ? TimeSpan.FromMilliseconds(wait) : defaults.CanaryWait,
            StopAfter = StopAfter switch { null => defaults.StopAfter, 0 => null, var number => number },
        };
    }

    /// <summary>What is wrong with the figures, or null.</summary>
    internal string? Violation()
    {
        if (Limit is < 1 or > LargestLimit) return $"'limit' is {Limit}; it must be from 1 to {LargestLimit}.";
        if (!double.IsFinite(Rate) || Rate < 0) return "'rate' must be 0 or more.";
        if (Canary is < 0 or > 1000) return $"'canary' is {Canary}; it must be from 0 to 1000.";
        if (CanaryWaitMs is < 0 || CanaryWaitMs > ReplayOptions.LongestCanaryWait.TotalMilliseconds) return $"'canary_wait_ms' is {CanaryWaitMs}; it must be from 0 to {ReplayOptions.LongestCanaryWait.TotalMilliseconds:0}.";
        return StopAfter < 0 ? $"'stop_after' is {StopAfter}; it must be 0 or more." : null;
    }
}

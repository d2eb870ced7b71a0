namespace MessageLB;

/// <summary>A dispatcher's report to the other dispatchers: that it lives, and which groups it serves.</summary>
public sealed record DispatcherBeat
{
    /// <summary>Version of the format that this code writes and reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Most groups that a beat names.</summary>
    public const int MaxGroups = 1000;

    /// <summary>Default of <see cref="IntervalMs"/>.</summary>
    public const int DefaultIntervalMs = 500;

    /// <summary>Shortest <see cref="IntervalMs"/>.</summary>
    public const int ShortestIntervalMs = 50;

    /// <summary>Longest <see cref="IntervalMs"/>.</summary>
    public const int LongestIntervalMs = 60_000;

    /// <summary>Name of the process, unique for every start of it; as in the header <c>messagelb-dispatcher</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Counts up by one or more per beat of the process; an older or equal number is stale.</summary>
    public required long Sequence { get; init; }

    /// <summary>What it says of itself. Default <see cref="DispatcherState.Ready"/>.</summary>
    public DispatcherState State { get; init; }

    /// <summary>Time between regular beats, in milliseconds. <value>50 to 60,000; default 500.</value></summary>
    public int IntervalMs { get; init; } = DefaultIntervalMs;

    /// <summary>Start of the process, for display.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Names of the groups that it serves. <value>At most <see cref="MaxGroups"/>.</value></summary>
    public IReadOnlyList<string> Groups { get; init; } = [];
}

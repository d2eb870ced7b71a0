namespace MessageLB.Worker.Sample;

/// <summary>What a sample handler pretends to do.</summary>
public sealed record SampleHandlerOptions
{
    /// <summary>How long a message takes at speed 1. Default: no time.</summary>
    public WorkDistribution Work { get; init; } = WorkDistribution.None;

    /// <summary>How fast this worker is: 2 takes half the time. <value>Above 0, finite; default 1.</value></summary>
    public double Speed { get; init; } = 1.0;

    /// <summary>Share of messages that fail and are retried. <value>0 to 1, default 0.</value></summary>
    public double FailRate { get; init; }

    /// <summary>Messages after which each takes ten times as long; null: never. <value>0 or more, default null.</value></summary>
    public int? SlowAfter { get; init; }

    /// <summary>When it becomes slower, or quicker; null: never. Default null.</summary>
    public SlowDown? SlowDown { get; init; }

    /// <summary>How many messages never end, whatever their token says; for tests of time limits. <value>0 or more, default 0.</value></summary>
    public int Stuck { get; init; }

    /// <summary>How many messages end before those that never do. <value>0 or more, default 0.</value></summary>
    public int StuckAfter { get; init; }

    /// <summary>Seed of times and failures: the same seed draws the same ones in the same order. <value>Default 1.</value></summary>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// Called for each message that is done, with the time it took, before it is settled; for statistics. Must be
    /// thread-safe and return at once. Default: nobody is told.
    /// </summary>
    public Action<Message, TimeSpan>? Completed { get; init; }
}

namespace MessageLB.Core.Configuration;

/// <summary>The settings of a group that say what happens when destinations fail.</summary>
internal static class FailoverSchema
{
    private const string Enabled = "enabled";
    private const string To = "to";
    private const string Action = "action";

    private static readonly Section<EjectionConfig> Ejection = new(new Settings<EjectionConfig>
    {
        { Enabled, c => c.Enabled, (c, v) => c with { Enabled = v }, Scalars.Switch },
        { "consecutive_failures", c => c.ConsecutiveFailures, (c, v) => c with { ConsecutiveFailures = v }, Scalars.Whole(0, 10_000) },
        { "success_rate", c => c.SuccessRate, (c, v) => c with { SuccessRate = v }, Scalars.Percent },
        { "window", c => c.Window, (c, v) => c with { Window = v }, Scalars.Time.Within("1s", "1h") },
        { "min_results", c => c.MinResults, (c, v) => c with { MinResults = v }, Scalars.Whole(1, 1_000_000) },
        { "deviations", c => c.Deviations, (c, v) => c with { Deviations = v }, Scalars.Number(0, 10) },
        { "slow_factor", c => c.SlowFactor, (c, v) => c with { SlowFactor = v }, Scalars.Number(0, 1000) },
        { "base_time", c => c.BaseTime, (c, v) => c with { BaseTime = v }, Scalars.Time.Within("1s", "1h") },
        { "longest_time", c => c.LongestTime, (c, v) => c with { LongestTime = v }, Scalars.Time.Within("1s", "1d") },
        { "largest_share", c => c.LargestShare, (c, v) => c with { LargestShare = v }, Scalars.Percent },
    })
    {
        Shorthand = Enabled,
    };

    private static readonly Section<FallbackConfig> Fallback = new(new Settings<FallbackConfig>
    {
        { To, c => c.To, (c, v) => c with { To = v }, Scalars.Line },
        { "after", c => c.After, (c, v) => c with { After = v }, Scalars.Time.Within("0s", "10m") },
    })
    {
        Shorthand = To,
    };

    private static readonly Section<WhenNoneConfig> WhenNone = new(new Settings<WhenNoneConfig>
    {
        { Action, c => c.Action, (c, v) => c with { Action = v }, Scalars.Choice(("hold", NobodyAction.Hold), ("dead_letter", NobodyAction.DeadLetter)) },
        { "after", c => c.After, (c, v) => c with { After = v }, Scalars.Time.Within("1s", "20m") },
    })
    {
        Shorthand = Action,
    };

    /// <summary>The settings.</summary>
    public static Settings<GroupConfig> Settings { get; } = new()
    {
        { "probe", c => c.Probe, (c, v) => c with { Probe = v }, new OptionalSection<ProbeConfig>(ProbeSchema.Section, new ProbeConfig()) },
        { "ejection", c => c.Ejection, (c, v) => c with { Ejection = v }, Ejection },
        { "spill", c => c.Spill, (c, v) => c with { Spill = v }, Scalars.Switch },
        { "failback_after", c => c.FailbackAfter, (c, v) => c with { FailbackAfter = v }, Scalars.Time.Within("0s", "1h") },
        { "panic", c => c.Panic, (c, v) => c with { Panic = v }, Scalars.Percent },
        { "fallback", c => c.Fallback, (c, v) => c with { Fallback = v }, Fallback },
        { "when_none", c => c.WhenNone, (c, v) => c with { WhenNone = v }, WhenNone },
    };
}

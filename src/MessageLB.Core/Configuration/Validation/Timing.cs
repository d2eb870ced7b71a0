using System.Globalization;

namespace MessageLB.Core.Configuration;

/// <summary>
/// How soon a fault of a worker is noticed with the figures of a group, and how long the way back takes: the longest times, for workers
/// that send heartbeats once in <c>check_interval</c> or more often, give or take the 10 % that the SDK varies them by.
/// </summary>
internal static class Timing
{
    // How often the dispatcher judges ages.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    /// <summary>One line about the workers of a group.</summary>
    public static string Of(GroupConfig group)
    {
        var health = group.HealthMonitoring;
        var silent = group.HealthChecking ? Silent(health) : "when its connection ends (health_checking is off)";
        var hung = group.HealthChecking ? Hung(health) : "never (health_checking is off)";
        return $"a worker that is killed is noticed within milliseconds (presence token); stopped or cut off: {silent}; hung with live heartbeats: {hung}; back from a loss: full strength {Back(health)}";
    }

    /// <summary>One line about what happens when none of them is left; null if messages just wait.</summary>
    public static string? OfNobody(GroupConfig group)
    {
        var fallback = group.Fallback.To is { } to ? $"messages go to group '{to}' after {Duration.Describe(group.Fallback.After)} without anybody" : null;
        var dead = group.WhenNone.Action == NobodyAction.DeadLetter ? $"messages that have waited for {Duration.Describe(group.WhenNone.After)} become dead letters" : null;
        return (fallback, dead) switch
        {
            (null, null) => null,
            (not null, not null) => $"when no worker is left, {fallback}; if nobody is there either, {dead}",
            _ => $"when no worker is left, {fallback ?? dead}",
        };
    }

    private static string Silent(HealthMonitoringConfig health) =>
        $"within {Duration.Describe(health.LostAfter(TimeSpan.Zero) + Tick)} ({Duration.Describe(health.CheckInterval)} × {health.FailureThreshold} + {Duration.Describe(health.Timeout)} + {Duration.Describe(Tick)})";

    // Its last message may have ended just after a heartbeat, and the limit may be over just after another one.
    private static string Hung(HealthMonitoringConfig health)
    {
        if (health.HungAfter == TimeSpan.Zero) return "never (hung_after is 0s)";
        var interval = health.CheckInterval * 1.1;
        return $"within {Duration.Describe(health.HungAfter + (interval * 2))} ({Duration.Describe(health.HungAfter)}, or {health.HungFactor.ToString("0.##", CultureInfo.InvariantCulture)} × p99 if that is longer, + 2 × {Duration.Describe(interval)})";
    }

    private static string Back(HealthMonitoringConfig health)
    {
        var ramp = health.RecoveryManagement ? health.SlowStart : TimeSpan.Zero;
        var more = health.RecoveryThreshold - 1;
        if (more == 0) return ramp == TimeSpan.Zero ? "with its first heartbeat" : $"{Duration.Describe(ramp)} after its first heartbeat (slow_start)";
        var heartbeats = $"{more} × {Duration.Describe(health.CheckInterval)}";
        return ramp == TimeSpan.Zero
            ? $"{Duration.Describe(health.CheckInterval * more)} after its first heartbeat ({heartbeats})"
            : $"{Duration.Describe((health.CheckInterval * more) + ramp)} after its first heartbeat ({heartbeats} + {Duration.Describe(ramp)})";
    }
}

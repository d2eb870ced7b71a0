using MessageLB.Core.Configuration;

namespace MessageLB.Core.Recommendations;

/// <summary>How many messages must be in flight so that no hand waits for the dispatcher. Pure.</summary>
public static class WindowNeed
{
    /// <summary>
    /// Concurrency, and the completions that fall into one round of the control loop: hand-over and news of the completion. Fewer lose capacity at full load.
    /// </summary>
    /// <param name="destination">The destination.</param>
    /// <param name="situation">Its group.</param>
    /// <returns>The least window; 0 if it is not known.</returns>
    public static int Of(DestinationSituation destination, GroupSituation situation)
    {
        ArgumentNullException.ThrowIfNull(destination);
        if (destination.Capacity <= 0) return 0;
        return (int)Math.Min(WindowConfig.Largest, destination.Concurrency + Math.Ceiling(LoopSeconds(destination, situation) * destination.Capacity));
    }

    /// <summary>Time from a pick to the worker and from a completion to the books, in seconds.</summary>
    /// <param name="destination">The destination.</param>
    /// <param name="situation">Its group.</param>
    public static double LoopSeconds(DestinationSituation destination, GroupSituation situation)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(situation);
        return situation.CredibleDelays * (destination.FeedbackSeconds + situation.HandOver.TotalSeconds);
    }

    /// <summary>The window as configured, without what measuring and slow start make of it; null if it is <c>auto</c>.</summary>
    /// <param name="destination">The destination.</param>
    /// <param name="group">The group's window.</param>
    public static int? Configured(DestinationSituation destination, WindowConfig group)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var window = destination.Window ?? group;
        return window.Mode switch
        {
            WindowMode.Fixed => Math.Max(1, window.Value),
            WindowMode.Concurrency => Math.Max(1, destination.Concurrency + window.Value),
            _ => null,
        };
    }
}

using MessageLB.Core.Configuration;

namespace MessageLB.Core.Credit;

/// <summary>
/// How large a window must be so that a worker never waits for the dispatcher, and no larger, so that the backlog stays at
/// ingress where it can still go anywhere (late binding). Pure.
/// </summary>
public static class WindowSizer
{
    /// <summary>Window of a destination judged by its queue when the configuration says <c>auto</c>: its concurrency is unknown.</summary>
    public const int QueueLevelWindow = 64;

    private const double ShortestService = 10e-6;

    /// <summary>The window.</summary>
    /// <param name="config">What the user says.</param>
    /// <param name="concurrency">Messages handled at the same time; 0 if unknown (level 0).</param>
    /// <param name="serviceSeconds">Estimated service time; 0 if unknown.</param>
    /// <param name="loopSeconds">Delay of the control loop: from pick to the worker's hand plus from completion to the books.</param>
    /// <param name="workerLimit">Most that the worker wants; 0 leaves it to the dispatcher.</param>
    public static int Size(WindowConfig config, int concurrency, double serviceSeconds, double loopSeconds, int workerLimit)
    {
        var window = config.Mode switch
        {
            WindowMode.Fixed => config.Value,
            WindowMode.Concurrency => Math.Max(1, concurrency) + config.Value,
            _ => Auto(concurrency, serviceSeconds, loopSeconds),
        };
        if (workerLimit > 0) window = Math.Min(window, workerLimit);
        return Math.Clamp(window, 1, WindowConfig.Largest);
    }

    private static int Auto(int concurrency, double serviceSeconds, double loopSeconds)
    {
        if (concurrency == 0) return QueueLevelWindow;
        if (serviceSeconds <= 0) return concurrency + Math.Max(concurrency, 4);
        // Completions that fall into one round of the loop at full use: so many must be there beyond those in hand.
        var ahead = loopSeconds * concurrency / Math.Max(serviceSeconds, ShortestService);
        return (int)Math.Min(concurrency + Math.Max(1, Math.Ceiling(ahead)), WindowConfig.Largest);
    }
}

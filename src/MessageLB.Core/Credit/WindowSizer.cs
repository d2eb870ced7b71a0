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

    /// <summary>
    /// Most messages ahead of the hands with <c>auto</c>. However short messages have been, no more of them are bound to a destination that
    /// may get slow.
    /// </summary>
    public const int MostAhead = 1024;

    private const double ShortestService = 10e-6;

    // Standard deviations above the mean that are covered: the completions of one round of the loop come and go like a Poisson count.
    private const double Safety = 3;

    // Messages ahead for each hand at low load, and the loads between which they shrink to nothing.
    private const double Ahead = 0.125;
    private const double LowLoad = 0.45;
    private const double HighLoad = 0.95;

    /// <summary>The window.</summary>
    /// <param name="config">What the user says.</param>
    /// <param name="facts">What is known.</param>
    public static int Size(WindowConfig config, in WindowFacts facts)
    {
        var window = config.Mode switch
        {
            WindowMode.Fixed => config.Value,
            WindowMode.Concurrency => Math.Max(1, facts.Concurrency) + config.Value,
            _ => Auto(facts),
        };
        if (facts.WorkerLimit > 0) window = Math.Min(window, facts.WorkerLimit);
        return Math.Clamp(window, 1, WindowConfig.Largest);
    }

    private static int Auto(in WindowFacts facts)
    {
        var concurrency = facts.Concurrency;
        if (concurrency == 0) return QueueLevelWindow;
        if (facts.ServiceSeconds <= 0) return concurrency + Math.Max(concurrency, 4);
        // Completions that fall into one round of the loop at full use: so many must be there beyond those in hand, and as they do
        // not come evenly, some more, or hands stand idle while the news of their work is on its way and the group loses capacity.
        var loop = facts.LoopSeconds * concurrency / Math.Max(facts.ServiceSeconds, ShortestService);
        // While there are hands to spare, a fast worker's queue is the shorter way than a slow worker's free hand. When all are
        // busy, what is handed over early only takes away the choice.
        var choice = Ahead * concurrency * Math.Clamp((HighLoad - facts.Load) / (HighLoad - LowLoad), 0, 1);
        var ahead = Math.Clamp(Math.Ceiling(loop + (Safety * Math.Sqrt(loop)) + choice), 1, Math.Max(MostAhead, concurrency));
        return (int)Math.Min(concurrency + ahead, WindowConfig.Largest);
    }
}

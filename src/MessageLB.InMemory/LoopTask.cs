namespace MessageLB.InMemory;

/// <summary>Starts the loops of receivers, publishers and subscriptions.</summary>
internal static class LoopTask
{
    /// <summary>
    /// Starts a loop on the thread pool, apart from the caller's execution context: a loop outlives the call that started it
    /// and must not run within that call's activity.
    /// </summary>
    public static Task Start(Func<Task> loop)
    {
        if (ExecutionContext.IsFlowSuppressed()) return Task.Run(loop);
        using (ExecutionContext.SuppressFlow()) return Task.Run(loop);
    }
}

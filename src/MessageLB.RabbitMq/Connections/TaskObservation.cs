namespace MessageLB.RabbitMq;

/// <summary>For calls into the client that we stop waiting for.</summary>
internal static class TaskObservation
{
    /// <summary>Looks at the fault of a task that nobody awaits any longer, so that it does not surface as unobserved.</summary>
    public static void Observe(this Task task) =>
        task.ContinueWith(
            static t => _ = t.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
}

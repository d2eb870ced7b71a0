namespace MessageLB.Benchmarks.Throughput;

/// <summary>Counts completions of one run and tells when all are there.</summary>
internal sealed class CompletionCount(int expected)
{
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    public Task All => _all.Task;

    public void Add()
    {
        if (Interlocked.Increment(ref _count) == expected) _all.TrySetResult();
    }
}

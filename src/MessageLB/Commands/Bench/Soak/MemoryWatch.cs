namespace MessageLB.CommandLine.Commands.Bench.Soak;

/// <summary>Takes samples of this process's memory at even distances after the warm-up. One run.</summary>
/// <param name="options">How long the soak takes.</param>
/// <param name="books">What of the heap is the soak's own and grows by design: a byte for each message.</param>
/// <param name="time">Clock.</param>
internal sealed class MemoryWatch(SoakOptions options, Func<long> books, TimeProvider time)
{
    private const double Bytes = 1e6;

    private readonly List<SoakSample> _samples = [];

    /// <summary>What it has seen; to be read when the run is over.</summary>
    public SoakMemory Result => SoakMemory.Of(_samples);

    /// <summary>Takes samples until it is cancelled, and then returns.</summary>
    public async Task RunAsync(CancellationToken over)
    {
        try
        {
            await Task.Delay(options.WarmUp, time, over);
            while (true)
            {
                _samples.Add(Take());
                await Task.Delay(options.BetweenSamples, time, over);
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The soak is over.
        }
    }

    // Two collections: what the first one finalises is freed by the second.
    private SoakSample Take()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var heap = GC.GetTotalMemory(forceFullCollection: true) - books();
        return new SoakSample(Math.Round(heap / Bytes, 2), Math.Round(Environment.WorkingSet / Bytes, 2));
    }
}

namespace MessageLB.CommandLine.Commands.Bench.Latency;

/// <summary>What became of each message of one workload. Thread-safe; no lock, so that books cost next to nothing.</summary>
internal sealed class LatencyBooks : IPublishBooks
{
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeProvider _time;
    private readonly long[] _completed;
    private readonly TimeSpan[] _published;
    private readonly TimeSpan[] _excess;
    private readonly int[] _done;
    private int _left;
    private int _duplicates;

    /// <param name="messages">Messages, numbered from 0.</param>
    /// <param name="workers">Workers, numbered from 0.</param>
    /// <param name="time">Clock.</param>
    public LatencyBooks(int messages, int workers, TimeProvider time)
    {
        _time = time;
        _left = messages;
        _completed = new long[messages];
        _published = new TimeSpan[messages];
        _excess = new TimeSpan[messages];
        _done = new int[workers];
        if (messages == 0) _end.SetResult();
    }

    /// <inheritdoc />
    public Task End => _end.Task;

    /// <summary>Messages not completed.</summary>
    public int Left => Volatile.Read(ref _left);

    /// <summary>Completions beyond the first of a message.</summary>
    public int Duplicates => Volatile.Read(ref _duplicates);

    /// <inheritdoc />
    public void Publish(int number, TimeSpan late) => _published[number] = late;

    /// <summary>A worker is done with a message.</summary>
    /// <param name="number">Number of the message.</param>
    /// <param name="worker">Number of the worker.</param>
    /// <param name="excess">How much longer it took than it should.</param>
    public void Complete(int number, int worker, TimeSpan excess)
    {
        if (Interlocked.CompareExchange(ref _completed[number], _time.GetTimestamp(), 0) != 0)
        {
            Interlocked.Increment(ref _duplicates);
            return;
        }

        _excess[number] = excess;
        Interlocked.Increment(ref _done[worker]);
        if (Interlocked.Decrement(ref _left) == 0) _end.TrySetResult();
    }

    /// <inheritdoc />
    public void Fail(Exception reason) => _end.TrySetException(reason);

    /// <summary>The figures of the measured messages; once <see cref="End"/> has completed.</summary>
    /// <param name="workload">The messages.</param>
    /// <param name="start">Start of the arrivals, as a timestamp.</param>
    public RunFigures Read(Workload workload, long start)
    {
        var measured = Enumerable.Range(workload.FirstMeasured, workload.Count - workload.FirstMeasured).ToList();
        var all = Math.Max(1, _done.Sum());
        return new RunFigures(
            measured.Count,
            Duplicates,
            LatencyFigures.Of(measured.Select(i => _time.GetElapsedTime(start, _completed[i]) - workload.Arrivals[i])),
            LatencyFigures.Of(measured.Select(i => _published[i])),
            LatencyFigures.Of(measured.Select(i => _excess[i])),
            [.. _done.Select(count => Math.Round((double)count / all, 4))]);
    }
}

namespace MessageLB.CommandLine.Commands.Bench.Throughput;

/// <summary>
/// What became of each message of one measurement, and what had been used when the warm-up was completed and when everything was. Thread-safe; no
/// lock, so that books cost next to nothing.
/// </summary>
internal sealed class ThroughputBooks : IPublishBooks
{
    private readonly TaskCompletionSource<long> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Usage> _warm = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Usage> _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _warmUp;
    private readonly Func<Usage> _usage;
    private readonly TimeProvider _time;
    private readonly long[] _completed;
    private readonly TimeSpan[] _late;
    private int _count;
    private int _duplicates;

    /// <param name="messages">Messages, numbered from 0.</param>
    /// <param name="warmUp">Messages whose completion is not measured: 1 or more, and fewer than there are.</param>
    /// <param name="usage">What has been used now.</param>
    /// <param name="time">Clock.</param>
    public ThroughputBooks(int messages, int warmUp, Func<Usage> usage, TimeProvider time)
    {
        (_warmUp, _usage, _time) = (warmUp, usage, time);
        _completed = new long[messages];
        _late = new TimeSpan[messages];
        // The one that completes the warm-up may still be reading what has been used when others have completed the rest.
        End = Task.WhenAll(_warm.Task, _all.Task);
    }

    /// <summary>Completes with the timestamp of the first completion; fails as <see cref="End"/> does.</summary>
    public Task<long> First => _first.Task;

    /// <inheritdoc />
    public Task End { get; }

    /// <summary>Different messages completed.</summary>
    public int Completed => Volatile.Read(ref _count);

    /// <inheritdoc />
    public void Publish(int number, TimeSpan late) => _late[number] = late;

    /// <summary>A worker has a message.</summary>
    public void Complete(int number)
    {
        var now = _time.GetTimestamp();
        if (Interlocked.CompareExchange(ref _completed[number], now, 0) != 0)
        {
            Interlocked.Increment(ref _duplicates);
            return;
        }

        var count = Interlocked.Increment(ref _count);
        if (count == 1) _first.TrySetResult(now);
        if (count == _warmUp) _warm.TrySetResult(_usage());
        if (count == _completed.Length) _all.TrySetResult(_usage());
    }

    /// <inheritdoc />
    public void Fail(Exception reason)
    {
        _all.TrySetException(reason);
        _warm.TrySetException(reason);
        _first.TrySetException(reason);
    }

    /// <summary>The figures of a measurement in which messages waited; once <see cref="End"/> has completed.</summary>
    public async Task<ThroughputFigures> ReadAsync() =>
        ThroughputFigures.Of(_completed.Length - _warmUp, await _warm.Task, await _all.Task) with { Duplicates = _duplicates };

    /// <summary>The figures of a measurement at a rate; once <see cref="End"/> has completed. Times are those of the messages after the warm-up.</summary>
    /// <param name="arrivals">When each message was due, from the start.</param>
    /// <param name="start">Start, as a timestamp.</param>
    public async Task<ThroughputFigures> ReadAsync(IReadOnlyList<TimeSpan> arrivals, long start)
    {
        var measured = Enumerable.Range(_warmUp, _completed.Length - _warmUp).ToList();
        return await ReadAsync() with
        {
            ResponseMs = ResponseTimes.Of(measured.Select(number => _time.GetElapsedTime(start, _completed[number]) - arrivals[number])),
            PublishLagMs = ResponseTimes.Of(measured.Select(number => _late[number])),
        };
    }
}

namespace MessageLB.CommandLine.Commands.Bench;

/// <summary>
/// The work of one worker, done by waiting. What a wait takes too long is taken off the next one, so that the worker's capacity is
/// exactly what its speed says although single waits are off by some ten microseconds. Thread-safe.
/// </summary>
/// <param name="speed">How fast the worker is: 2 takes half the time.</param>
/// <param name="timer">Wakes from waits.</param>
/// <param name="time">Clock.</param>
internal sealed class TimedWork(double speed, PreciseTimer timer, TimeProvider time)
{
    // A paused process must not be followed by much work that takes no time.
    private static readonly TimeSpan LargestDebt = TimeSpan.FromMilliseconds(5);

    private readonly Lock _lock = new();
    private TimeSpan _owed;

    /// <summary>Takes as long as the work does at this worker, and returns how much longer it took (negative: shorter).</summary>
    /// <param name="work">Time at speed 1.</param>
    /// <param name="cancelled">Ends the wait.</param>
    public async ValueTask<TimeSpan> DoAsync(TimeSpan work, CancellationToken cancelled)
    {
        var started = time.GetTimestamp();
        var service = work / speed;
        var wait = service + TakeDebt();
        if (wait > TimeSpan.Zero) await timer.WaitUntilAsync(started + (long)(wait.TotalSeconds * time.TimestampFrequency)).WaitAsync(cancelled);
        var elapsed = time.GetElapsedTime(started);
        AddDebt(wait - elapsed);
        return elapsed - service;
    }

    private TimeSpan TakeDebt()
    {
        lock (_lock)
        {
            var taken = _owed;
            _owed = TimeSpan.Zero;
            return taken;
        }
    }

    private void AddDebt(TimeSpan more)
    {
        lock (_lock)
        {
            _owed += more;
            if (_owed < -LargestDebt) _owed = -LargestDebt;
        }
    }
}

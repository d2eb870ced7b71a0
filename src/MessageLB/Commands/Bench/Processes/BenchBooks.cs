using MessageLB.CommandLine.Commands.Dev;
using MessageLB.CommandLine.Publishing;

namespace MessageLB.CommandLine.Commands.Bench.Processes;

/// <summary>
/// Which numbered messages the broker confirmed and which ones workers completed, and the longest time without a completion. One byte per message.
/// Thread-safe.
/// </summary>
/// <param name="time">Clock.</param>
internal sealed class BenchBooks(TimeProvider time) : IPublishListener
{
    private const byte ConfirmedFlag = 1;
    private const byte CompletedFlag = 2;
    private const int MostRecent = 1 << 15;

    private readonly Lock _gate = new();
    private readonly FlagArray _flags = new();
    private readonly List<(string Worker, long At)> _recent = new(MostRecent);
    private int _confirmed;
    private int _returned;
    private int _completed;
    private int _repeated;
    private int _later;
    private int _waiting;
    private long _firstOpen;
    private long _last;
    private TimeSpan _longest;
    private long _down;
    private long _downSince;

    /// <summary>Messages that the broker has confirmed.</summary>
    public int Confirmed => Read(ref _confirmed);

    /// <summary>Messages that no group took.</summary>
    public int Returned => Read(ref _returned);

    /// <summary>Different messages completed.</summary>
    public int Completed => Read(ref _completed);

    /// <summary>Completions of messages that had been completed before.</summary>
    public int Repeated => Read(ref _repeated);

    /// <summary>Completions at a later attempt than the first.</summary>
    public int Later => Read(ref _later);

    /// <summary>Messages confirmed and not completed.</summary>
    public int Waiting => Read(ref _waiting);

    /// <summary>Memory that the books take, apart from what they took from the start.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate) return _flags.Bytes;
        }
    }

    /// <summary>The lowest number that is not completed.</summary>
    public long FirstOpen
    {
        get
        {
            lock (_gate) return _firstOpen;
        }
    }

    /// <inheritdoc />
    public void OnConfirmed(long number)
    {
        lock (_gate)
        {
            if (!_flags.TrySet(number, ConfirmedFlag)) return;
            _confirmed++;
            if (!_flags.IsSet(number, CompletedFlag)) _waiting++;
        }
    }

    /// <inheritdoc />
    public void OnReturned(long number)
    {
        lock (_gate) _returned++;
    }

    /// <summary>A worker has completed a message, as was seen now.</summary>
    /// <param name="worker">Its name.</param>
    /// <param name="number">Number of the message.</param>
    /// <param name="attempt">The attempt, from 1.</param>
    public void Complete(string worker, long number, int attempt = 1)
    {
        lock (_gate)
        {
            if (attempt > 1) _later++;
            var now = time.GetTimestamp();
            var up = UpNeedsLock(now);
            if (_last != 0 && time.GetElapsedTime(_last, up) is var gap && gap > _longest) _longest = gap;
            _last = up;
            if (_recent.Count == MostRecent) _recent.RemoveRange(0, MostRecent / 2);
            _recent.Add((worker, now));
            if (!_flags.TrySet(number, CompletedFlag))
            {
                _repeated++;
                return;
            }

            _completed++;
            if (_flags.IsSet(number, ConfirmedFlag)) _waiting--;
            while (_flags.IsSet(_firstOpen, CompletedFlag)) _firstOpen++;
        }
    }

    /// <summary>Forgets how long there was no completion until now, and begins to count anew.</summary>
    public void BeginGap()
    {
        lock (_gate) (_longest, _last) = (TimeSpan.Zero, UpNeedsLock(time.GetTimestamp()));
    }

    /// <summary>The longest time without a completion since <see cref="BeginGap"/>, the one that still lasts included.</summary>
    public TimeSpan LongestGap()
    {
        lock (_gate)
        {
            var current = time.GetElapsedTime(_last, UpNeedsLock(time.GetTimestamp()));
            return current > _longest ? current : _longest;
        }
    }

    /// <summary>From now on, time without a completion does not count: nobody could complete anything.</summary>
    public void BeginOutage()
    {
        lock (_gate) _downSince = time.GetTimestamp();
    }

    /// <summary>From now on it counts again.</summary>
    public void EndOutage()
    {
        lock (_gate)
        {
            _down += time.GetTimestamp() - _downSince;
            _downSince = 0;
        }
    }

    /// <summary>When one of these workers first completed something after a moment, as timestamps; 0: not yet. Only the last some ten thousand count.</summary>
    public long FirstSince(long start, IReadOnlyCollection<string> workers)
    {
        lock (_gate)
        {
            foreach (var (worker, at) in _recent)
            {
                if (at > start && workers.Contains(worker)) return at;
            }

            return 0;
        }
    }

    // A clock that stands still during an outage.
    private long UpNeedsLock(long now) => (_downSince != 0 ? _downSince : now) - _down;

    private int Read(ref int count)
    {
        lock (_gate) return count;
    }
}

using MessageLB.CommandLine.Publishing;

namespace MessageLB.CommandLine.Commands.Dev;

/// <summary>
/// The books of a run: which messages the broker has confirmed and which ones workers have completed, by number, so that lost
/// and duplicate messages are counted and not assumed. One byte per message. Thread-safe.
/// </summary>
internal sealed class DevLedger : IPublishListener
{
    private const byte ConfirmedFlag = 1;
    private const byte CompletedFlag = 2;

    private readonly Lock _lock = new();
    private readonly FlagArray _flags = new();
    private readonly DevTally _all = new();
    private readonly DevTally[] _destinations;
    private readonly TimeProvider _time;
    private long _confirmed;
    private long _completed;
    private long _returned;
    private long _duplicates;
    private long _foreign;
    private long _waiting;
    private long _lastCompletion;

    /// <param name="destinations">How many destinations there are.</param>
    /// <param name="time">Clock.</param>
    public DevLedger(int destinations, TimeProvider time)
    {
        _time = time;
        _destinations = [.. Enumerable.Range(0, destinations).Select(_ => new DevTally())];
    }

    /// <summary>Messages completed so far.</summary>
    public long Completed => Interlocked.Read(ref _completed);

    /// <inheritdoc />
    public void OnConfirmed(long number)
    {
        lock (_lock)
        {
            if (!_flags.TrySet(number, ConfirmedFlag)) return;
            _confirmed++;
            if (!_flags.IsSet(number, CompletedFlag)) _waiting++;
        }
    }

    /// <inheritdoc />
    public void OnReturned(long number)
    {
        lock (_lock) _returned++;
    }

    /// <summary>A worker is done with a message.</summary>
    /// <param name="number">Number of the message.</param>
    /// <param name="due">When it was due to be published, as a timestamp.</param>
    /// <param name="destination">Index of the destination.</param>
    public void Complete(long number, long due, int destination)
    {
        lock (_lock)
        {
            if (!_flags.TrySet(number, CompletedFlag))
            {
                _duplicates++;
                return;
            }

            if (_flags.IsSet(number, ConfirmedFlag)) _waiting--;
            Interlocked.Increment(ref _completed);
            _lastCompletion = _time.GetTimestamp();
            var latency = _time.GetElapsedTime(due, _lastCompletion);
            _all.Record(latency);
            _destinations[destination].Record(latency);
        }
    }

    /// <summary>A worker got a message that is not of this run.</summary>
    public void CompleteForeign()
    {
        lock (_lock) _foreign++;
    }

    /// <summary>A picture of the books; also closes the interval that recent figures are about when it is long enough.</summary>
    public DevBooks Read()
    {
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            return new DevBooks(
                _confirmed,
                _returned,
                _all.Done,
                _duplicates,
                _foreign,
                _waiting,
                _lastCompletion,
                _all.Read(now, _time),
                [.. _destinations.Select(d => d.Read(now, _time))]);
        }
    }
}

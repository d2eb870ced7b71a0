using System.Collections.Concurrent;

namespace MessageLB.CommandLine.Commands.Bench.Failover;

/// <summary>
/// Sees every hand-over that leaves the dispatcher, and notes those that matter after a fault of a worker: to that worker, and of messages
/// that had been handed to it before. Thread-safe.
/// </summary>
/// <param name="time">Clock.</param>
internal sealed class FailoverWitness(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, (string Queue, long At)> _handed = new(StringComparer.Ordinal);
    private string? _watched;
    private long _began;
    private long _lastPick;
    private long _firstAgain;
    private double? _held;
    private long _lastAgain;
    private int _picked;
    private int _again;
    private int _unconfirmed;

    /// <summary>A fault is done to a worker now.</summary>
    /// <param name="queue">Its queue.</param>
    public void Begin(string queue)
    {
        lock (_gate)
        {
            (_watched, _began) = (queue, time.GetTimestamp());
            (_lastPick, _firstAgain, _lastAgain, _held) = (0, 0, 0, null);
            (_picked, _again, _unconfirmed) = (0, 0, 0);
        }
    }

    /// <summary>A message is published to a queue; true if its confirm is to be told.</summary>
    public bool Publish(string messageId, string queue)
    {
        var now = time.GetTimestamp();
        var before = _handed.GetValueOrDefault(messageId);
        _handed[messageId] = (queue, now);
        lock (_gate)
        {
            if (_watched is null) return false;
            if (queue == _watched)
            {
                _lastPick = now;
                _picked++;
                return false;
            }

            if (before.Queue != _watched) return false;
            if (_firstAgain == 0) _firstAgain = now;
            // What it had before may be with others for another reason, such as the end of its predecessor.
            if (_held is null && before.At >= _began) _held = Math.Round(time.GetElapsedTime(before.At, now).TotalMilliseconds, 3);
            _unconfirmed++;
            return true;
        }
    }

    /// <summary>Messages that had been handed to the watched worker are safe in another one's queue.</summary>
    public void Confirm(int messages)
    {
        lock (_gate)
        {
            _lastAgain = time.GetTimestamp();
            _again += messages;
            _unconfirmed -= messages;
        }
    }

    /// <summary>Whether no re-dispatch waits for its confirm.</summary>
    public bool IsSettled
    {
        get
        {
            lock (_gate) return _unconfirmed == 0;
        }
    }

    /// <summary>What was seen since the fault.</summary>
    public WitnessedHandOvers Read()
    {
        lock (_gate)
        {
            return new WitnessedHandOvers(_picked, _again, Since(_lastPick), Since(_firstAgain), Since(_lastAgain), _held);
        }
    }

    private double? Since(long at) => at == 0 ? null : Math.Round(time.GetElapsedTime(_began, at).TotalMilliseconds, 3);
}

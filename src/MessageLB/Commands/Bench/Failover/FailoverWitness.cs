using System.Collections.Concurrent;

namespace MessageLB.CommandLine.Commands.Bench.Failover;

/// <summary>
/// Sees every hand-over that leaves the dispatcher, and notes those that matter after a kill: to the dead worker, and of messages that
/// were handed to it before. Thread-safe.
/// </summary>
/// <param name="time">Clock.</param>
internal sealed class FailoverWitness(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, string> _queueOf = new(StringComparer.Ordinal);
    private string? _dead;
    private long _killed;
    private long _lastPick;
    private long _firstAgain;
    private long _lastAgain;
    private int _handed;
    private int _again;
    private int _unconfirmed;

    /// <summary>A worker is killed now.</summary>
    /// <param name="queue">Its queue.</param>
    public void Kill(string queue)
    {
        lock (_gate)
        {
            (_dead, _killed) = (queue, time.GetTimestamp());
            (_lastPick, _firstAgain, _lastAgain) = (0, 0, 0);
            (_handed, _again, _unconfirmed) = (0, 0, 0);
        }
    }

    /// <summary>A message is published to a queue; true if its confirm is to be told.</summary>
    public bool Publish(string messageId, string queue)
    {
        var before = _queueOf.GetValueOrDefault(messageId);
        _queueOf[messageId] = queue;
        lock (_gate)
        {
            if (_dead is null) return false;
            var now = time.GetTimestamp();
            if (queue == _dead)
            {
                _lastPick = now;
                _handed++;
                return false;
            }

            if (before != _dead) return false;
            if (_firstAgain == 0) _firstAgain = now;
            _unconfirmed++;
            return true;
        }
    }

    /// <summary>A message that had been handed to the dead worker is safe in another one's queue.</summary>
    public void Confirm()
    {
        lock (_gate)
        {
            _lastAgain = time.GetTimestamp();
            _again++;
            _unconfirmed--;
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

    /// <summary>What was seen since the kill.</summary>
    public FailoverRound Read(string worker)
    {
        lock (_gate)
        {
            return new FailoverRound(worker, _handed, _again, Since(_lastPick), Since(_firstAgain), Since(_lastAgain));
        }
    }

    private double? Since(long at) => at == 0 ? null : Math.Round(time.GetElapsedTime(_killed, at).TotalMilliseconds, 3);
}

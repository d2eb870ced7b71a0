using MessageLB.Core.Groups;

namespace MessageLB.Core.Ordering;

/// <summary>The messages of the keys of one slot, in their order, as far as they were handed over and are not known to be done. One thread.</summary>
internal sealed class OrderSlot
{
    private readonly Queue<(string Id, int Attempt)> _inFlight = new(0);
    private readonly List<(string From, int Count)> _rescued = new(0);
    private (string Id, int Attempt)? _pending;
    private long _now;
    private long _before;

    /// <summary>Where all of its messages in flight are, and where it was last.</summary>
    public DestinationState? Owner { get; set; }

    /// <summary>The owner that it should have, by the destinations of <see cref="IdealVersion"/>.</summary>
    public DestinationState? Ideal { get; set; }

    public int IdealVersion { get; set; } = -1;

    /// <summary>Who has been given the slot's next message, and the broker has not confirmed it yet; null if there is no such message.</summary>
    public DestinationState? Turn { get; set; }

    public int InFlight => _inFlight.Count + (_pending is null ? 0 : 1);

    /// <summary>Messages handed over in the present stretch of time and in the one before.</summary>
    public long Lately => _now + _before;

    /// <summary>
    /// Whether it is the turn of those that were taken back from this destination, or of those from ingress if null. Whoever was taken from last has the
    /// oldest: what it had was handed to it before what others, taken from earlier, still have in hand.
    /// </summary>
    public bool IsTurnOf(string? rescuedFrom) => _rescued.Count == 0 || _rescued[^1].From == rescuedFrom;

    /// <summary>A message was taken back from a lost destination.</summary>
    public void Rescue(string from)
    {
        if (_rescued.Count > 0 && _rescued[^1].From == from) _rescued[^1] = (from, _rescued[^1].Count + 1);
        else _rescued.Add((from, 1));
    }

    /// <summary>One of those is decided.</summary>
    public void Decide(string from)
    {
        var at = _rescued.FindLastIndex(r => r.From == from);
        if (at < 0) return;
        if (_rescued[at].Count > 1) _rescued[at] = (from, _rescued[at].Count - 1);
        else _rescued.RemoveAt(at);
    }

    /// <summary>Nothing is in hand any more.</summary>
    public void ForgetRescued() => _rescued.Clear();

    /// <summary>The message of the turn is on its way.</summary>
    public void HandOver(string id, int attempt)
    {
        _pending = (id, attempt);
        _now++;
    }

    /// <summary>The broker has it.</summary>
    public void Confirm()
    {
        Turn = null;
        if (_pending is not { } entry) return;
        _inFlight.Enqueue(entry);
        _pending = null;
    }

    /// <summary>The broker does not have it, or it was not handed over at all.</summary>
    public void GiveUpTurn(AttemptIndex index)
    {
        Turn = null;
        DropPending(index);
    }

    /// <summary>This attempt is done, and so are those before it, for one destination takes a slot's messages one by one.</summary>
    public void CompleteUpTo(string id, int attempt, AttemptIndex index)
    {
        while (_inFlight.TryDequeue(out var entry))
        {
            index.Remove(entry.Id, entry.Attempt);
            if (entry.Attempt == attempt && entry.Id == id) return;
        }

        // A worker may be quicker than the broker's confirm.
        DropPending(index);
    }

    /// <summary>At most so many can be in flight: those before them are done.</summary>
    public void KeepNewest(int most, AttemptIndex index)
    {
        while (_inFlight.Count > most)
        {
            var entry = _inFlight.Dequeue();
            index.Remove(entry.Id, entry.Attempt);
        }
    }

    /// <summary>Nothing is known of it any more.</summary>
    public void Forget()
    {
        _inFlight.Clear();
        _pending = null;
        Turn = null;
    }

    /// <summary>Another stretch of time begins.</summary>
    public void Pass() => (_before, _now) = (_now, 0);

    private void DropPending(AttemptIndex index)
    {
        if (_pending is { } entry) index.Remove(entry.Id, entry.Attempt);
        _pending = null;
    }
}

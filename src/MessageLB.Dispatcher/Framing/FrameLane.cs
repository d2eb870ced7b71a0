using MessageLB.Frames;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Framing;

/// <summary>
/// What is on its way to one destination. A frame leaves when it is full, and before that while fewer than
/// <see cref="MostUnconfirmed"/> are unconfirmed, or when its first message has waited long enough: what comes meanwhile travels
/// together (the idea of Nagle's algorithm, RFC 896). Thread-safe.
/// </summary>
/// <param name="queue">The destination's queue.</param>
/// <param name="drafts">Where drafts come from.</param>
/// <param name="delay">Gives the longest wait of a message.</param>
/// <param name="time">Clock.</param>
internal sealed class FrameLane(string queue, FrameDrafts drafts, Func<TimeSpan> delay, TimeProvider time)
{
    /// <summary>Frames on the way beyond which one that is not full waits.</summary>
    public const int MostUnconfirmed = 2;

    private readonly Lock _lock = new();
    private readonly Queue<FrameDraft> _full = new();
    private FrameDraft? _open;
    private int _unconfirmed;
    private bool _announced;
    private bool _closed;

    /// <summary>The destination's queue.</summary>
    public string Queue { get; } = queue;

    /// <summary>Whether whoever sends looks at it again when time has passed; the sender's own mark.</summary>
    public bool IsWaiting { get; set; }

    /// <summary>Whether nothing waits in it.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_lock) return _open is null && _full.Count == 0;
        }
    }

    /// <summary>Adds a message.</summary>
    /// <param name="properties">Its properties.</param>
    /// <param name="body">Its body.</param>
    /// <param name="correlation">Stands for its publish.</param>
    /// <param name="size">Most messages in a frame.</param>
    /// <param name="announce">Whether the lane is to be looked at by whoever sends.</param>
    /// <returns>False if it cannot travel in a frame.</returns>
    /// <exception cref="SessionEndedException">Nothing is sent any more.</exception>
    public bool TryAdd(MessageProperties properties, ReadOnlySpan<byte> body, ulong correlation, int size, out bool announce)
    {
        lock (_lock)
        {
            if (_closed) throw new SessionEndedException("Nothing is published any more.");
            announce = false;
            var added = OpenNeedsLock().TryAdd(properties, body, correlation);
            if (added == FrameAdd.Full)
            {
                SealNeedsLock();
                added = OpenNeedsLock().TryAdd(properties, body, correlation);
            }

            if (added == FrameAdd.Added)
            {
                if (_open!.Count >= size) SealNeedsLock();
                announce = AnnounceNeedsLock();
                return true;
            }

            if (_open!.Count == 0) CloseEmptyNeedsLock();
            // The one that was closed to make room is not to wait until somebody looks for another reason.
            if (_full.Count > 0) announce = AnnounceNeedsLock();
            return false;
        }
    }

    /// <summary>Takes what is to leave now; null if nothing is. Then <paramref name="due"/> is when it will, or null if nothing waits.</summary>
    public FrameDraft? Take(out TimeSpan? due)
    {
        lock (_lock)
        {
            _announced = false;
            due = null;
            if (!_full.TryDequeue(out var draft) && _open is not null)
            {
                var left = _unconfirmed < MostUnconfirmed ? TimeSpan.Zero : delay() - time.GetElapsedTime(_open.OpenedAt);
                if (left > TimeSpan.Zero) due = left;
                else (draft, _open) = (_open, null);
            }

            if (draft is not null) _unconfirmed++;
            return draft;
        }
    }

    /// <summary>One that was taken has its outcome; returns whether the lane is to be looked at by whoever sends.</summary>
    public bool Settle()
    {
        lock (_lock)
        {
            _unconfirmed--;
            return _open is not null && AnnounceNeedsLock();
        }
    }

    /// <summary>Takes nothing more; returns what was not taken.</summary>
    public IReadOnlyList<FrameDraft> Close()
    {
        lock (_lock)
        {
            _closed = true;
            if (_open is not null) SealNeedsLock();
            var left = _full.ToArray();
            _full.Clear();
            return left;
        }
    }

    private FrameDraft OpenNeedsLock()
    {
        if (_open is not null) return _open;
        _open = drafts.Rent();
        _open.Lane = this;
        _open.OpenedAt = time.GetTimestamp();
        return _open;
    }

    private void SealNeedsLock()
    {
        _full.Enqueue(_open!);
        _open = null;
    }

    private void CloseEmptyNeedsLock()
    {
        drafts.Return(_open!);
        _open = null;
    }

    private bool AnnounceNeedsLock()
    {
        if (_announced) return false;
        _announced = true;
        return true;
    }
}

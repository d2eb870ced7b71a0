using MessageLB.Core.Explaining;

namespace MessageLB.Dispatcher.Explaining;

/// <summary>
/// Decisions about messages that asked for it, by message id. Bounded in messages, in decisions of one message and in rows of all
/// together; what is oldest goes first, and everything goes after a while. Thread-safe.
/// </summary>
/// <param name="time">Clock.</param>
internal sealed class DebugDecisions(TimeProvider time)
{
    /// <summary>Most messages.</summary>
    public const int MostMessages = 1000;

    /// <summary>Most decisions kept of one message, the latest ones.</summary>
    public const int MostDecisions = 10;

    /// <summary>Most candidates and excluded destinations in all decisions together: about 15 MB.</summary>
    public const int MostRows = 100_000;

    /// <summary>How long a message is remembered after its last decision.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _byId = new(StringComparer.Ordinal);

    // In the order of their last decisions.
    private readonly LinkedList<Entry> _entries = [];
    private int _rows;

    /// <summary>Keeps a decision. It takes the place of the one before it if that one only told that the message is held.</summary>
    public void Add(string messageId, Explanation explanation)
    {
        lock (_gate)
        {
            if (!_byId.TryGetValue(messageId, out var node))
            {
                node = new LinkedListNode<Entry>(new Entry(messageId));
                _byId.Add(messageId, node);
            }
            else
            {
                _entries.Remove(node);
            }

            var decisions = node.Value.Decisions;
            if (decisions.Count > 0 && decisions[^1].Winner is null) DropNeedsLock(decisions, decisions.Count - 1);
            else if (decisions.Count == MostDecisions) DropNeedsLock(decisions, 0);
            decisions.Add(explanation);
            _rows += Rows(explanation);
            node.Value.LastAt = time.GetTimestamp();
            _entries.AddLast(node);
            TrimNeedsLock();
        }
    }

    /// <summary>The decisions about a message, the oldest first; empty if it is unknown.</summary>
    public IReadOnlyList<Explanation> Find(string messageId)
    {
        lock (_gate)
        {
            TrimNeedsLock();
            return _byId.TryGetValue(messageId, out var node) ? [.. node.Value.Decisions] : [];
        }
    }

    private static int Rows(Explanation explanation) => 1 + explanation.Candidates.Count + explanation.Excluded.Count;

    private void TrimNeedsLock()
    {
        while (_entries.First is { } oldest && (_entries.Count > MostMessages || _rows > MostRows || time.GetElapsedTime(oldest.Value.LastAt) > Lifetime))
        {
            _entries.RemoveFirst();
            _byId.Remove(oldest.Value.MessageId);
            foreach (var decision in oldest.Value.Decisions) _rows -= Rows(decision);
        }
    }

    private void DropNeedsLock(List<Explanation> decisions, int at)
    {
        _rows -= Rows(decisions[at]);
        decisions.RemoveAt(at);
    }

    private sealed class Entry(string messageId)
    {
        public string MessageId { get; } = messageId;

        public List<Explanation> Decisions { get; } = [];

        public long LastAt { get; set; }
    }
}

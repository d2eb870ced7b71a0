namespace MessageLB.Core.Health;

/// <summary>
/// Tells a poisonous message from a bad worker: what fails at a second destination too is the message's fault, and none of its failures
/// counts against anybody. A message that failed at one destination only says nothing of itself, however often it was tried there.
/// Remembers the messages that failed last, in bounded memory; those that never fail cost nothing. One thread.
/// </summary>
/// <remarks>
/// Where two destinations are bad, some messages meet both, and these failures are forgiven to them; the failures of all others remain,
/// and no success speaks for them.
/// </remarks>
/// <param name="most">Most messages remembered; the one that failed the longest time ago is forgotten.</param>
/// <param name="memory">How long a message is remembered after its last failure.</param>
internal sealed class PoisonWatch(int most, TimeSpan memory)
{
    /// <summary>Usual number of messages remembered.</summary>
    public const int DefaultMost = 10_000;

    /// <summary>Usual time that a message is remembered.</summary>
    public static readonly TimeSpan DefaultMemory = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, LinkedListNode<Entry>> _byMessage = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _byAge = new();

    /// <summary>Messages remembered.</summary>
    public int Count => _byMessage.Count;

    /// <summary>
    /// Takes in a failure. Returns the failures to forgive, each one once in all: nothing at the first destination, those of both at the
    /// second, and from then on every one as it comes.
    /// </summary>
    /// <param name="messageId">Id of the message.</param>
    /// <param name="destination">Name of the destination where it failed.</param>
    /// <param name="now">Time.</param>
    public IReadOnlyList<ForgivenFailures> Failed(string messageId, string destination, TimeSpan now)
    {
        while (_byAge.First is { } oldest && now - oldest.Value.FailedAt > memory) Remove(oldest);
        if (!_byMessage.TryGetValue(messageId, out var node))
        {
            if (_byMessage.Count >= most) Remove(_byAge.First!);
            _byMessage[messageId] = _byAge.AddLast(new Entry(messageId, destination, 1, now));
            return [];
        }

        var entry = node.Value;
        var isPoison = entry.Failures == 0;
        var isSecond = !isPoison && entry.Destination != destination;
        node.Value = entry with { Failures = isPoison || isSecond ? 0 : entry.Failures + 1, FailedAt = now };
        _byAge.Remove(node);
        _byAge.AddLast(node);
        if (isPoison) return [new ForgivenFailures(destination, 1)];
        return isSecond ? [new ForgivenFailures(entry.Destination, entry.Failures), new ForgivenFailures(destination, 1)] : [];
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        _byMessage.Remove(node.Value.MessageId);
        _byAge.Remove(node);
    }

    // Failures are those at the destination, the only one so far; 0 once the message is known to be poisonous.
    private readonly record struct Entry(string MessageId, string Destination, int Failures, TimeSpan FailedAt);
}

using System.Buffers;
using MessageLB.InMemory.Broker;
using MessageLB.Transport;

namespace MessageLB.InMemory.Queues;

/// <summary>
/// A queue's own copy of a message. Its body is pooled memory: it goes back when the queue has let go of the message and every
/// handler that was given it has returned, for a handler may settle first and read on.
/// </summary>
internal sealed class StoredMessage
{
    private readonly byte[] _buffer;
    private readonly int _length;
    private int _holds = 1;

    private StoredMessage(in Publication publication)
    {
        Exchange = publication.Exchange;
        RoutingKey = publication.RoutingKey;
        Properties = HeaderCopy.Of(publication.Properties);
        _length = publication.Body.Length;
        _buffer = _length == 0 ? [] : ArrayPool<byte>.Shared.Rent(_length);
        publication.Body.CopyTo(_buffer);
    }

    /// <summary>Expiry of a message that never expires.</summary>
    public const long Never = long.MaxValue;

    public string Exchange { get; }

    public string RoutingKey { get; }

    public MessageProperties Properties { get; }

    public ReadOnlyMemory<byte> Body => new(_buffer, 0, _length);

    /// <summary>Timestamp from which the message is expired; guarded by the queue's lock.</summary>
    public long ExpiresAt { get; init; } = Never;

    /// <summary>Whether the queue handed it over before; guarded by the queue's lock.</summary>
    public bool Redelivered { get; set; }

    /// <summary>How often it came back; guarded by the queue's lock.</summary>
    public int Returns { get; set; }

    /// <summary>Chains messages that leave their queue as dead letters; guarded by the queue's lock.</summary>
    public StoredMessage? NextDead { get; set; }

    /// <summary>Why it leaves its queue as a dead letter; null while it does not.</summary>
    public string? DeathReason { get; set; }

    /// <summary>Copies a publication; the copy is held once, by the queue.</summary>
    public static StoredMessage Of(in Publication publication, long expiresAt) => new(publication) { ExpiresAt = expiresAt };

    /// <summary>The message as a publication; valid only while it is held.</summary>
    public Publication ToPublication() => new(Exchange, RoutingKey, Properties, Body.Span);

    /// <summary>Keeps the body from being reused until <see cref="Release"/>. Call only while it is held already.</summary>
    public void Hold() => Interlocked.Increment(ref _holds);

    /// <summary>Gives up one hold.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _holds) == 0 && _length > 0) ArrayPool<byte>.Shared.Return(_buffer);
    }
}

using System.Diagnostics;
using MessageLB.InMemory.Broker;
using MessageLB.InMemory.Sessions;
using MessageLB.Transport;

namespace MessageLB.InMemory.Queues;

/// <summary>
/// A queue: ready messages in order, and the receivers they are handed to as far as each one's prefetch allows. One lock guards
/// both; nothing else is locked, called or awaited under it (see <see cref="AfterLock"/>).
/// </summary>
internal sealed partial class MessageQueue : MessageSink
{
    private readonly Lock _lock = new();
    private readonly MessageDeque _ready = new();
    private readonly int _limit;
    private bool _deleted;

    public MessageQueue(MessageBroker broker, QueueSpec spec, InMemorySession? owner)
    {
        Broker = broker;
        Spec = spec;
        Owner = owner;
        _limit = spec.MaxLength ?? broker.Options.MaxQueueLength;
        lock (_lock) RestartIdleTimeNeedsLock();
    }

    public MessageBroker Broker { get; }

    public QueueSpec Spec { get; }

    /// <summary>The session that a transient queue ends with; null for any other queue.</summary>
    public InMemorySession? Owner { get; }

    private bool DropsOldest => Spec.Kind == QueueKind.Transient && Spec.MaxLength is not null;

    public QueueDepth Depth
    {
        get
        {
            lock (_lock) return new QueueDepth(_ready.Count, _receivers.Count);
        }
    }

    public override Acceptance Accept(in Publication publication)
    {
        var message = StoredMessage.Of(publication, ExpiryOf(publication.Properties));
        var after = default(AfterLock);
        Acceptance acceptance;
        lock (_lock)
        {
            acceptance = AcceptNeedsLock(message, ref after);
        }

        after.CarryOut(this);
        if (acceptance != Acceptance.Taken) message.Release();
        return acceptance;
    }

    /// <summary>Marks the queue as deleted and drops what it holds; false if it was, or if it must be unused and is not.</summary>
    public bool TryDelete(bool onlyIfUnused, out IReadOnlyList<InMemoryReceiver> receivers)
    {
        receivers = [];
        lock (_lock)
        {
            if (_deleted || (onlyIfUnused && _receivers.Count > 0)) return false;
            _deleted = true;
            receivers = [.. _receivers];
            while (_ready.Count > 0) _ready.TakeFirst().Release();
            StopTimersNeedsLock();
        }

        return true;
    }

    private Acceptance AcceptNeedsLock(StoredMessage message, ref AfterLock after)
    {
        if (_deleted) return Acceptance.Unroutable;
        if (_ready.Count == 0 && NextReceiverNeedsLock() is { } receiver)
        {
            AssignNeedsLock(receiver, message, ref after);
            return Acceptance.Taken;
        }

        if (_ready.Count >= _limit)
        {
            if (!DropsOldest) return Acceptance.Full;
            _ready.TakeFirst().Release();
        }

        _ready.AddLast(message);
        WatchExpiryNeedsLock();
        return Acceptance.Taken;
    }

    /// <summary>Hands ready messages to receivers until one of the two runs out.</summary>
    private void FillNeedsLock(ref AfterLock after)
    {
        while (_ready.Count > 0 && NextReceiverNeedsLock() is { } receiver)
        {
            var message = _ready.TakeFirst();
            if (IsExpired(message)) after.Bury(message, "expired");
            else AssignNeedsLock(receiver, message, ref after);
        }

        WatchExpiryNeedsLock();
    }

    private static void AssignNeedsLock(InMemoryReceiver receiver, StoredMessage message, ref AfterLock after)
    {
        Debug.Assert(receiver.Fetched.HasCredit, "a receiver got more than its prefetch");
        if (receiver.Fetched.Add(message)) after.Wake(receiver);
    }
}

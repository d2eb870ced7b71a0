using MessageLB.InMemory.Sessions;

namespace MessageLB.InMemory.Queues;

/// <summary>What a change of a queue leads to outside of it; gathered under the queue's lock, carried out after leaving it.</summary>
internal struct AfterLock
{
    private InMemoryReceiver? _wake;
    private StoredMessage? _firstDead;
    private StoredMessage? _lastDead;

    /// <summary>Wakes a receiver that was idle. Its idle mark was cleared under the lock, so it is in one chain at most.</summary>
    public void Wake(InMemoryReceiver receiver)
    {
        receiver.NextToWake = _wake;
        _wake = receiver;
    }

    /// <summary>Makes a dead letter of a message that has left the queue.</summary>
    /// <param name="message">The message, still held by the queue.</param>
    /// <param name="reason">In RabbitMQ's words: <c>rejected</c> or <c>expired</c>.</param>
    public void Bury(StoredMessage message, string reason)
    {
        message.DeathReason = reason;
        if (_lastDead is null) _firstDead = message;
        else _lastDead.NextDead = message;
        _lastDead = message;
    }

    /// <summary>Does all of it.</summary>
    public readonly void CarryOut(MessageQueue queue)
    {
        for (var receiver = _wake; receiver is not null;)
        {
            // Read first: once woken, the receiver may be chained anew by another thread.
            var next = receiver.NextToWake;
            receiver.NextToWake = null;
            receiver.WakeUp();
            receiver = next;
        }

        for (var message = _firstDead; message is not null;)
        {
            var next = message.NextDead;
            message.NextDead = null;
            queue.Broker.DeadLetter(queue.Spec, message);
            message = next;
        }
    }
}

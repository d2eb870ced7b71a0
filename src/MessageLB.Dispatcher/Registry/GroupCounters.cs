using MessageLB.Core.Retries;

namespace MessageLB.Dispatcher.Registry;

/// <summary>What a group has done since the dispatcher's start. Thread-safe.</summary>
internal sealed class GroupCounters
{
    private long _received;
    private long _routed;
    private long _returned;
    private long _refused;
    private long _rejected;
    private long _rescued;
    private long _retried;
    private long _buried;
    private long _copies;
    private long _frames;
    private long _framed;

    public long Received => Interlocked.Read(ref _received);

    public long Routed => Interlocked.Read(ref _routed);

    public long Returned => Interlocked.Read(ref _returned);

    public long Refused => Interlocked.Read(ref _refused);

    public long Rejected => Interlocked.Read(ref _rejected);

    /// <summary>Messages of lost destinations handed to others.</summary>
    public long Rescued => Interlocked.Read(ref _rescued);

    /// <summary>Failed messages that go to another attempt, waits included: one that waits in several steps counts once for each.</summary>
    public long Retried => Interlocked.Read(ref _retried);

    /// <summary>Failed messages that became dead letters.</summary>
    public long Buried => Interlocked.Read(ref _buried);

    /// <summary>Copies of other messages, acknowledged at ingress and handed to nobody.</summary>
    public long Copies => Interlocked.Read(ref _copies);

    /// <summary>Frames of several messages that were handed over and confirmed.</summary>
    public long Frames => Interlocked.Read(ref _frames);

    /// <summary>Messages in them.</summary>
    public long Framed => Interlocked.Read(ref _framed);

    public void CountReceived() => Interlocked.Increment(ref _received);

    public void CountRouted() => Interlocked.Increment(ref _routed);

    public void CountReturned() => Interlocked.Increment(ref _returned);

    public void CountRefused() => Interlocked.Increment(ref _refused);

    public void CountRejected() => Interlocked.Increment(ref _rejected);

    public void CountCopy() => Interlocked.Increment(ref _copies);

    public void CountFrame(int messages)
    {
        Interlocked.Increment(ref _frames);
        Interlocked.Add(ref _framed, messages);
    }

    public void CountRescued() => Interlocked.Increment(ref _rescued);

    public void CountDecided(NextStepKind kind) => Interlocked.Increment(ref kind == NextStepKind.Dead ? ref _buried : ref _retried);
}

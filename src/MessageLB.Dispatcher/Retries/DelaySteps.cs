using System.Collections.Concurrent;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Retries;

/// <summary>
/// Declares the steps of waits when they are first used in a session: a publish to an exchange that does not exist would end it. All groups
/// share them. Thread-safe.
/// </summary>
internal sealed class DelaySteps(ITransportSession session)
{
    private readonly ConcurrentDictionary<TimeSpan, Task> _declared = new();

    /// <summary>Sees to it that a step exists.</summary>
    public Task EnsureAsync(TimeSpan step)
    {
        var declared = _declared.GetOrAdd(step, static (step, session) => session.Topology.DeclareDelayAsync(step, session.Ended).AsTask(), session);
        // A declaration that failed is tried again by the next message.
        if (declared.IsFaulted || declared.IsCanceled) _declared.TryRemove(KeyValuePair.Create(step, declared));
        return declared;
    }
}

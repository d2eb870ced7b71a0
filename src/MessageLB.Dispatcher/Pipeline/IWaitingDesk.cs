using MessageLB.Core.Groups;

namespace MessageLB.Dispatcher.Pipeline;

/// <summary>
/// Chooses for messages that may have to wait for one destination and no other. Those that must wait do so here, in order, and hold up nobody
/// else. One pump's only.
/// </summary>
internal interface IWaitingDesk
{
    /// <summary>How long until one of those that wait has waited long enough; null if none does.</summary>
    TimeSpan? DueIn { get; }

    /// <summary>A destination whose credit was taken; null if nobody has credit, or if the message is to <paramref name="wait"/> here.</summary>
    DestinationState? Choose(HeldMessage message, TimeSpan now, out bool wait);

    /// <summary>Lets a message wait.</summary>
    void Wait(HeldMessage message, TimeSpan now);

    /// <summary>One that need not wait any more, with a destination whose credit was taken; false if there is none.</summary>
    bool TryTake(TimeSpan now, out HeldMessage message, out DestinationState destination);

    /// <summary>Takes out any; false if none waits.</summary>
    bool TryRemoveAny(out HeldMessage message);
}

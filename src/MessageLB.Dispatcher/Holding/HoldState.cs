namespace MessageLB.Dispatcher.Holding;

/// <summary>What a group has in hold, over all flows. Thread-safe.</summary>
internal sealed class HoldState
{
    private volatile HoldDesk? _desk;
    private long _late;

    /// <summary>Messages in hold.</summary>
    public int Messages => _desk?.Count ?? 0;

    /// <summary>Bytes of their bodies.</summary>
    public long Bytes => _desk?.Bytes ?? 0;

    /// <summary>Results that no message waited for.</summary>
    public long LateResults => Interlocked.Read(ref _late);

    /// <summary>Messages of this desk are in hold from now on.</summary>
    public void Attach(HoldDesk desk) => _desk = desk;

    /// <summary>They are not any more.</summary>
    public void Detach() => _desk = null;

    public void CountLate() => Interlocked.Increment(ref _late);

    /// <summary>Takes what a lost destination has away from it, to be handed to others; returns how many messages.</summary>
    /// <param name="destination">Name of the destination.</param>
    /// <param name="died">Whether its workers died or fell silent.</param>
    public int TakeFrom(string destination, bool died) => _desk?.TakeFrom(destination, died) ?? 0;
}

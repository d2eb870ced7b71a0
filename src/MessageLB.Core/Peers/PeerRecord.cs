namespace MessageLB.Core.Peers;

/// <summary>What is known of another dispatcher. Written by <see cref="DispatcherPeers"/> only.</summary>
internal sealed class PeerRecord(DispatcherBeat beat, TimeSpan now)
{
    /// <summary>Beats that may be missing before it counts as lost.</summary>
    public const int LeaseIntervals = 3;

    public DispatcherBeat Last { get; private set; } = beat;

    public TimeSpan LastSeen { get; private set; } = now;

    /// <summary>False after it left or was lost; it is remembered so that copies of its old beats stay stale.</summary>
    public bool IsLive { get; set; }

    public void Take(DispatcherBeat beat, TimeSpan now) => (Last, LastSeen) = (beat, now);

    public bool IsLate(TimeSpan now) => now - LastSeen > TimeSpan.FromMilliseconds((double)Last.IntervalMs * LeaseIntervals);
}

using MessageLB.Core.Groups;

namespace MessageLB.Core.Routing;

/// <summary>
/// Consistent hashing with bounded loads (Mirrokni, Thorup and Zadimoghaddam, arXiv 1608.01350): nobody is to have more in flight than
/// ceil(bound × (in flight of all + 1) × weight ÷ weights), this message counted. The sum is kept from change to change. One thread.
/// </summary>
/// <param name="bound">1 or more.</param>
internal sealed class LoadBound(double bound)
{
    private Share[] _shares = [];
    private double[] _fills = [];
    private long _total;

    /// <summary>What <see cref="Fill"/> is to be less than: in flight of all, and this message.</summary>
    public double Limit => _total + 1;

    /// <summary>Another set of destinations; <see cref="Refresh"/> is to follow for each.</summary>
    public void Rebase(GroupSnapshot group)
    {
        _total = 0;
        (_shares, _fills) = (new Share[group.Slots], new double[group.Slots]);
        var weights = 0.0;
        foreach (var destination in group.Eligible) weights += Math.Max(1, destination.Weight);
        foreach (var destination in group.Eligible) _shares[destination.Slot].PerShare = weights / Math.Max(1, destination.Weight) / bound;
    }

    /// <summary>Takes in what a destination has in flight now, and whether it has credit.</summary>
    public void Refresh(DestinationState destination, bool isCandidate)
    {
        ref var share = ref _shares[destination.Slot];
        var inFlight = destination.Load;
        _total += inFlight - share.InFlight;
        share.InFlight = inFlight;
        _fills[destination.Slot] = isCandidate ? inFlight * share.PerShare : double.PositiveInfinity;
    }

    /// <summary>
    /// Whether the destination of a slot has credit and one more stays within the bound. A whole number is below a bound if it is below the
    /// bound rounded up.
    /// </summary>
    public bool HasRoom(int slot) => _fills[slot] < Limit;

    /// <summary>In flight relative to the share of one message that it may have; infinite without credit.</summary>
    public double Fill(int slot) => _fills[slot];

    private struct Share
    {
        public int InFlight;
        public double PerShare;
    }
}

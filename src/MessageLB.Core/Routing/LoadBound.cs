using MessageLB.Core.Groups;

namespace MessageLB.Core.Routing;

/// <summary>
/// Consistent hashing with bounded loads (Mirrokni, Thorup and Zadimoghaddam, arXiv 1608.01350): nobody is to have more in flight than
/// ceil(bound × (in flight of all + 1) × weight ÷ weights), this message counted. The sum is kept from change to change. One thread.
/// </summary>
/// <param name="bound">1 or more.</param>
internal sealed class LoadBound(double bound)
{
    private Load[] _loads = [];
    private long _total;

    /// <summary>Another set of destinations; <see cref="Refresh"/> is to follow for each.</summary>
    public void Rebase(GroupSnapshot group)
    {
        _total = 0;
        _loads = new Load[group.Slots];
        var weights = 0.0;
        foreach (var destination in group.Eligible) weights += Math.Max(1, destination.Weight);
        foreach (var destination in group.Eligible) _loads[destination.Slot].Share = bound * Math.Max(1, destination.Weight) / weights;
    }

    /// <summary>Takes in what a destination has in flight now.</summary>
    public void Refresh(DestinationState destination)
    {
        ref var load = ref _loads[destination.Slot];
        var inFlight = destination.Load;
        _total += inFlight - load.InFlight;
        load.InFlight = inFlight;
    }

    /// <summary>Whether one more stays within the bound. A whole number is below a bound if it is below the bound rounded up.</summary>
    public bool HasRoom(DestinationState destination)
    {
        ref readonly var load = ref _loads[destination.Slot];
        return load.InFlight < load.Share * (_total + 1);
    }

    /// <summary>In flight relative to its share.</summary>
    public double Fill(DestinationState destination)
    {
        ref readonly var load = ref _loads[destination.Slot];
        return load.InFlight / load.Share;
    }

    private struct Load
    {
        public int InFlight;
        public double Share;
    }
}

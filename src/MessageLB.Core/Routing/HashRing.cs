using System.Numerics;
using MessageLB.Core.Groups;
using MessageLB.Core.Hashing;

namespace MessageLB.Core.Routing;

/// <summary>
/// A ring of hashes (Karger and others 1997; points by weight as in ketama): each destination has points in proportion to its weight, and
/// a key belongs to the next point after its hash. Whoever leaves or joins moves the keys of its own points only. The points depend on
/// names and weights alone, not on what came before. Finding is O(1), because hashes are uniform and an index of buckets leads next to
/// the point; another set of destinations is merged into the sorted points. One thread.
/// </summary>
internal sealed class HashRing
{
    /// <summary>Points of a destination of mean weight, within a factor of √2.</summary>
    public const int PointsOfMean = 256;

    private const int PointsOfBucket = 4;

    private Owner[] _owners = [];
    private ulong[] _hashes = [];
    private ushort[] _slots = [];
    private int _count;
    private int[] _buckets = [];
    private int _shift;

    /// <summary>The destination that a hash belongs to.</summary>
    public DestinationState Find(ulong hash)
    {
        var point = _buckets[(int)(hash >> _shift)];
        while (point < _count && _hashes[point] < hash) point++;
        return _owners[_slots[point == _count ? 0 : point]].Destination!;
    }

    /// <summary>Another set of destinations or other weights.</summary>
    public void Rebase(GroupSnapshot group)
    {
        var perWeight = PointsPerWeight(group);
        var owners = new Owner[group.Slots];
        var (kept, added) = (0, 0);
        foreach (var destination in group.Eligible)
        {
            ref var owner = ref owners[destination.Slot];
            owner.Destination = destination;
            // Nobody is without a point, however light.
            owner.Points = (int)Math.Max(1, Math.Round(Math.Max(1, destination.Weight) * perWeight));
            owner.Stays = destination.Slot < _owners.Length
                && ReferenceEquals(_owners[destination.Slot].Destination, destination)
                && _owners[destination.Slot].Points == owner.Points;
            if (owner.Stays) kept += owner.Points;
            else added += owner.Points;
        }

        var (hashes, slots) = Points(owners, added);
        _owners = owners;
        Merge(hashes, slots, kept + added);
        Index();
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        (_owners, _hashes, _slots, _buckets) = ([], [], [], []);
        _count = 0;
    }

    // A power of two, or every change of the mean would change everybody's points, and keys would move that have nothing to do with it.
    private static double PointsPerWeight(GroupSnapshot group)
    {
        var weights = 0.0;
        foreach (var destination in group.Eligible) weights += Math.Max(1, destination.Weight);
        var mean = weights / group.Eligible.Length;
        var power = (double)(1L << BitOperations.Log2((ulong)mean));
        if (mean * mean > 2 * power * power) power *= 2;
        return PointsOfMean / power;
    }

    private static (ulong[] Hashes, ushort[] Slots) Points(Owner[] owners, int count)
    {
        var hashes = new ulong[count];
        var slots = new ushort[count];
        var at = 0;
        for (var slot = 0; slot < owners.Length; slot++)
        {
            if (owners[slot].Destination is not { } destination || owners[slot].Stays) continue;
            var name = StableHash.Of(destination.Name);
            for (var point = 0; point < owners[slot].Points; point++, at++)
            {
                hashes[at] = StableHash.Again(name, (ulong)point);
                slots[at] = (ushort)slot;
            }
        }

        Array.Sort(hashes, slots);
        return (hashes, slots);
    }

    private void Merge(ulong[] addedHashes, ushort[] addedSlots, int count)
    {
        var (hashes, slots) = (new ulong[count], new ushort[count]);
        var (at, added) = (0, 0);
        for (var old = 0; old < _count; old++)
        {
            var slot = _slots[old];
            if (slot >= _owners.Length || !_owners[slot].Stays) continue;
            for (; added < addedHashes.Length && addedHashes[added] < _hashes[old]; added++, at++) (hashes[at], slots[at]) = (addedHashes[added], addedSlots[added]);
            (hashes[at], slots[at++]) = (_hashes[old], slot);
        }

        for (; added < addedHashes.Length; added++, at++) (hashes[at], slots[at]) = (addedHashes[added], addedSlots[added]);
        (_hashes, _slots, _count) = (hashes, slots, count);
    }

    // The first point of each bucket or of one after it.
    private void Index()
    {
        var bits = Math.Max(1, BitOperations.Log2((uint)_count / PointsOfBucket + 1));
        _shift = 64 - bits;
        _buckets = new int[1 << bits];
        var bucket = 0;
        for (var point = 0; point < _count; point++)
        {
            for (var own = (int)(_hashes[point] >> _shift); bucket <= own; bucket++) _buckets[bucket] = point;
        }

        for (; bucket < _buckets.Length; bucket++) _buckets[bucket] = _count;
    }

    private struct Owner
    {
        public DestinationState? Destination;
        public int Points;
        public bool Stays;
    }
}

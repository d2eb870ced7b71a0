using System.Numerics;
using MessageLB.Core.Configuration;
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
    /// <summary>Points of a destination of mean weight, within a factor of √2; exactly these where all have the default weight.</summary>
    public const int PointsOfMean = 320;

    private const int PointsOfBucket = 4;

    // A point is the first 48 bits of a hash and the slot behind them: a look at one is a look at one cache line. Of two points that agree
    // in 48 bits the one with the smaller slot comes first, which two dispatchers may see differently for some keys in a million.
    private const ulong Slot = ushort.MaxValue;

    private Owner[] _owners = [];
    private ulong[] _points = [];
    private int[] _buckets = [];
    private int _shift;

    /// <summary>The destination that a hash belongs to.</summary>
    public DestinationState Find(ulong hash)
    {
        var point = _buckets[(int)(hash >> _shift)];
        hash &= ~Slot;
        while (point < _points.Length && _points[point] < hash) point++;
        return _owners[_points[point == _points.Length ? 0 : point] & Slot].Destination!;
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

        var fresh = Points(owners, added);
        _owners = owners;
        _points = Merge(fresh, kept + added);
        Index();
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        (_owners, _points, _buckets) = ([], [], []);
    }

    // To a power of two, or every change of the mean would change everybody's points, and keys would move that have nothing to do with it.
    private static double PointsPerWeight(GroupSnapshot group)
    {
        var weights = 0.0;
        foreach (var destination in group.Eligible) weights += Math.Max(1, destination.Weight);
        var ratio = weights / group.Eligible.Length / DestinationConfig.DefaultWeight;
        var power = Math.ScaleB(1, Math.ILogB(ratio));
        if (ratio * ratio > 2 * power * power) power *= 2;
        return PointsOfMean / (power * DestinationConfig.DefaultWeight);
    }

    private static ulong[] Points(Owner[] owners, int count)
    {
        var points = new ulong[count];
        var at = 0;
        for (var slot = 0; slot < owners.Length; slot++)
        {
            if (owners[slot].Destination is not { } destination || owners[slot].Stays) continue;
            var name = StableHash.Of(destination.Name);
            for (var point = 0; point < owners[slot].Points; point++) points[at++] = (StableHash.Again(name, (ulong)point) & ~Slot) | (uint)slot;
        }

        Array.Sort(points);
        return points;
    }

    private ulong[] Merge(ulong[] fresh, int count)
    {
        var merged = new ulong[count];
        var (at, next) = (0, 0);
        foreach (var point in _points)
        {
            var slot = point & Slot;
            if (slot >= (ulong)_owners.Length || !_owners[slot].Stays) continue;
            for (; next < fresh.Length && fresh[next] < point; next++) merged[at++] = fresh[next];
            merged[at++] = point;
        }

        fresh.AsSpan(next).CopyTo(merged.AsSpan(at));
        return merged;
    }

    // The first point of each bucket or of one after it.
    private void Index()
    {
        var bits = Math.Max(1, BitOperations.Log2(((uint)_points.Length / PointsOfBucket) + 1));
        _shift = 64 - bits;
        _buckets = new int[1 << bits];
        var bucket = 0;
        for (var point = 0; point < _points.Length; point++)
        {
            for (var own = (int)(_points[point] >> _shift); bucket <= own; bucket++) _buckets[bucket] = point;
        }

        for (; bucket < _buckets.Length; bucket++) _buckets[bucket] = _points.Length;
    }

    private struct Owner
    {
        public DestinationState? Destination;
        public int Points;
        public bool Stays;
    }
}

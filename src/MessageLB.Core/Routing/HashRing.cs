using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Core.Hashing;

namespace MessageLB.Core.Routing;

/// <summary>
/// A ring of hashes (Karger and others 1997; points by weight as in ketama): each destination has points in proportion to its weight. The
/// ring is cut into places of equal length, and a place belongs, with all its keys, to the first point at its beginning or after: finding is
/// one look at a table, as in Maglev (Eisenbud and others 2016), but whoever leaves or joins moves the keys of its own places only. Points
/// and places depend on names and weights alone, not on slots or on what came before. Another set of destinations is merged into the sorted
/// points. One thread.
/// </summary>
internal sealed class HashRing
{
    /// <summary>Points of a destination of mean weight, within a factor of √2; exactly these where all have the default weight.</summary>
    public const int PointsOfMean = 320;

    // Always as many: with another number of places for more points keys would move that have nothing to do with who joins.
    private const int BitsOfPlace = 22;

    // A point is the first 48 bits of a hash and the slot behind them.
    private const ulong Slot = ushort.MaxValue;

    private Owner[] _owners = [];
    private ulong[] _points = [];
    private ushort[] _places = [];

    /// <summary>Slot of the destination that a hash belongs to.</summary>
    public int Find(ulong hash) => _places[PlaceOf(hash)];

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
            owner.Points = (int)Math.Max(1, Math.Round(Math.Max(1, destination.HomeWeight) * perWeight));
            owner.First = PlaceOf(Point(StableHash.Of(destination.Name), 0));
            owner.Stays = destination.Slot < _owners.Length
                && ReferenceEquals(_owners[destination.Slot].Destination, destination)
                && _owners[destination.Slot].Points == owner.Points;
            if (owner.Stays) kept += owner.Points;
            else added += owner.Points;
        }

        var fresh = Points(owners, added);
        _owners = owners;
        _points = Merge(fresh, kept + added);
        Share();
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        (_owners, _points, _places) = ([], [], []);
    }

    private static int PlaceOf(ulong hash) => (int)(hash >> (64 - BitsOfPlace));

    private static ulong Point(ulong name, int point) => StableHash.Again(name, (ulong)point);

    // To a power of two, or every change of the mean would change everybody's points, and keys would move that have nothing to do with it.
    private static double PointsPerWeight(GroupSnapshot group)
    {
        var weights = 0.0;
        foreach (var destination in group.Eligible) weights += Math.Max(1, destination.HomeWeight);
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
            for (var point = 0; point < owners[slot].Points; point++) points[at++] = (Point(name, point) & ~Slot) | (uint)slot;
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

    private void Share()
    {
        if (_places.Length == 0) _places = new ushort[1 << BitsOfPlace];
        var begin = 0;
        for (var point = 0; point < _points.Length; point++)
        {
            var place = PlaceOf(_points[point]);
            if (place < begin) continue;
            var slot = First(point);
            while (begin <= place) _places[begin++] = slot;
        }

        _places.AsSpan(begin).Fill(First(0));
        for (var slot = 0; slot < _owners.Length; slot++)
        {
            if (_owners[slot].Destination is null) continue;
            ref var holder = ref _places[_owners[slot].First];
            if (_owners[holder].First != _owners[slot].First || IsBefore(slot, holder)) holder = (ushort)slot;
        }
    }

    // Of points at the same hash the first by name.
    private ushort First(int point)
    {
        var first = (int)(_points[point] & Slot);
        for (var next = point + 1; next < _points.Length && (_points[next] | Slot) == (_points[point] | Slot); next++)
        {
            var other = (int)(_points[next] & Slot);
            if (string.CompareOrdinal(_owners[other].Destination!.Name, _owners[first].Destination!.Name) < 0) first = other;
        }

        return (ushort)first;
    }

    // The lighter one needs a place more: it may have no other.
    private bool IsBefore(int slot, int other)
    {
        var (one, two) = (_owners[slot], _owners[other]);
        return one.Points != two.Points ? one.Points < two.Points : string.CompareOrdinal(one.Destination!.Name, two.Destination!.Name) < 0;
    }

    private struct Owner
    {
        public DestinationState? Destination;
        public int Points;

        // The place of its first point is its own, whoever else has points there, so that nobody is without one, however light.
        public int First;
        public bool Stays;
    }
}

using MessageLB.Core.Groups;
using MessageLB.Core.Hashing;

namespace MessageLB.Core.Routing;

/// <summary>
/// Weighted rendezvous hashing (Thaler and Ravishankar 1998, weights after Schindelhauer and Schomaker 2005): each destination draws
/// -ln(u) ÷ weight with u from its name and the key, and the smallest draw is the key's own destination, the second the next one. A
/// destination's draw depends on nobody else, so whoever leaves or joins moves its own keys only, and shares are exact. O(n).
/// </summary>
internal sealed class Rendezvous
{
    private Entry[] _entries = [];

    /// <summary>Another set of destinations or other weights.</summary>
    public void Rebase(GroupSnapshot group)
    {
        _entries = new Entry[group.Eligible.Length];
        for (var i = 0; i < _entries.Length; i++)
        {
            var destination = group.Eligible[i];
            _entries[i] = new Entry { Owner = destination, Name = StableHash.Of(destination.Name), PerWeight = 1.0 / Math.Max(1, destination.Weight) };
        }

        // Slots differ from dispatcher to dispatcher, names do not: of equal draws all take the same.
        Array.Sort(_entries, static (one, other) => one.Name.CompareTo(other.Name));
    }

    /// <summary>The key's own destination, whether it has credit or not.</summary>
    public DestinationState Own(ulong key)
    {
        var best = 0;
        var least = double.PositiveInfinity;
        for (var i = 0; i < _entries.Length; i++)
        {
            var draw = Draw(_entries[i], key, least);
            if (draw >= least) continue;
            (best, least) = (i, draw);
        }

        return _entries[best].Owner;
    }

    /// <summary>The first candidate in the key's order that has room; null if nobody has.</summary>
    public DestinationState? First(ulong key, CandidateSet candidates, LoadBound bound)
    {
        DestinationState? best = null;
        var least = double.PositiveInfinity;
        foreach (ref readonly var entry in _entries.AsSpan())
        {
            var draw = Draw(entry, key, least);
            if (draw >= least || !candidates.Contains(entry.Owner) || !bound.HasRoom(entry.Owner)) continue;
            (best, least) = (entry.Owner, draw);
        }

        return best;
    }

    /// <summary>What a destination draws for a key.</summary>
    public static double Draw(DestinationState destination, ulong key) => Draw(
        new Entry { Owner = destination, Name = StableHash.Of(destination.Name), PerWeight = 1.0 / Math.Max(1, destination.Weight) }, key, double.PositiveInfinity);

    // No draw is less than its part of the weight, so most need no logarithm to be ruled out.
    private static double Draw(in Entry entry, ulong key, double least)
    {
        var part = ((long)(Mix(entry.Name ^ key) >> 12) + 0.5) * (1.0 / (1UL << 52));
        var atLeast = part * entry.PerWeight;
        return atLeast >= least ? atLeast : NaturalLogarithm.OfTheRest(part) * entry.PerWeight;
    }

    // The finalizer of MurmurHash3 (Austin Appleby): both halves are hashes already, so this is all that is needed to part them again.
    private static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD;
        hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53;
        return hash ^ (hash >> 33);
    }

    private struct Entry
    {
        public DestinationState Owner;
        public ulong Name;
        public double PerWeight;
    }
}

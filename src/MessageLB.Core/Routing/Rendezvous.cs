using System.Numerics;
using System.Runtime.Intrinsics;
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
    private const int Block = 16;
    private const int Lane = 4;

    private DestinationState[] _owners = [];

    // By place as the owners, padded to whole blocks with what never wins.
    private ulong[] _names = [];
    private double[] _perWeight = [];
    private bool _isEven;

    /// <summary>Another set of destinations or other weights.</summary>
    public void Rebase(GroupSnapshot group)
    {
        // Slots differ from dispatcher to dispatcher, names do not: of equal draws all take the same.
        _owners = [.. group.Eligible.OrderBy(static destination => StableHash.Of(destination.Name))];
        var padded = (_owners.Length + Block - 1) / Block * Block;
        (_names, _perWeight) = (new ulong[padded], new double[padded]);
        Array.Fill(_perWeight, double.PositiveInfinity);
        for (var i = 0; i < _owners.Length; i++) (_names[i], _perWeight[i]) = (StableHash.Of(_owners[i].Name), PerWeight(_owners[i]));
        _isEven = _perWeight.AsSpan(0, _owners.Length).IndexOfAnyExcept(_perWeight[0]) < 0;
    }

    /// <summary>The key's own destination, whether it has credit or not.</summary>
    public DestinationState Own(ulong key)
    {
        Span<double> parts = stackalloc double[_names.Length];
        Parts(key, parts);
        return _owners[Least(parts, key)];
    }

    /// <summary>The first candidate in the key's order that has room; null if nobody has.</summary>
    public DestinationState? First(ulong key, CandidateSet candidates, LoadBound bound)
    {
        Span<double> parts = stackalloc double[_names.Length];
        Parts(key, parts);
        for (var left = _owners.Length; left > 0; left--)
        {
            var place = Least(parts, key);
            var owner = _owners[place];
            if (candidates.Contains(owner) && bound.HasRoom(owner)) return owner;
            parts[place] = double.PositiveInfinity;
        }

        return null;
    }

    /// <summary>What a destination draws for a key.</summary>
    public static double Draw(DestinationState destination, ulong key) => Draw(StableHash.Of(destination.Name), PerWeight(destination), key);

    private static double Draw(ulong name, double perWeight, ulong key) => NaturalLogarithm.OfTheRest(Part(name, key)) * perWeight;

    private static double Part(ulong name, ulong key) => ((long)(Mix(name ^ key) >> 12) + 0.5) * (1.0 / (1UL << 52));

    private static double PerWeight(DestinationState destination) => 1.0 / Math.Max(1, destination.Weight);

    // What no draw is less than, without a logarithm. Four at a time the same as Part, to the last bit.
    private void Parts(ulong key, Span<double> parts)
    {
        var keys = Vector256.Create(key);
        var one = Vector256.Create(1.0);
        for (var i = 0; i < parts.Length; i += Lane)
        {
            // 52 bits behind the exponent of a one are a number from 1 to 2.
            var bits = (Mix(Vector256.Create(_names, i) ^ keys) >>> 12) | one.AsUInt64();
            var drawn = bits.AsDouble() - one + Vector256.Create(0.5 / (1UL << 52));
            (drawn * Vector256.Create(_perWeight, i)).CopyTo(parts[i..]);
        }
    }

    private int Least(ReadOnlySpan<double> parts, ulong key)
    {
        var (least, best) = (double.PositiveInfinity, 0);
        for (var start = 0; start < parts.Length; start += Block)
        {
            var here = MinTree.Least(parts.Slice(start, Block), out var tied);
            if (here < least) (least, best) = (here, start + BitOperations.TrailingZeroCount(tied));
        }

        // Of equal weights the smallest part is the smallest draw.
        return _isEven ? best : LeastDraw(parts, key, best);
    }

    // Hardly ever more than one part lies below the draw of the smallest.
    private int LeastDraw(ReadOnlySpan<double> parts, ulong key, int best)
    {
        var (first, least) = (best, Draw(_names[best], _perWeight[best], key));
        for (var i = 0; i < _owners.Length; i++)
        {
            if (parts[i] > least || i == first) continue;
            var draw = Draw(_names[i], _perWeight[i], key);
            if (draw < least || (draw == least && i < best)) (best, least) = (i, draw);
        }

        return best;
    }

    // The finalizer of MurmurHash3 (Austin Appleby): both halves are hashes already, so this is all that is needed to part them again.
    private static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD;
        hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53;
        return hash ^ (hash >> 33);
    }

    private static Vector256<ulong> Mix(Vector256<ulong> hash)
    {
        hash = (hash ^ (hash >>> 33)) * 0xFF51AFD7ED558CCD;
        hash = (hash ^ (hash >>> 33)) * 0xC4CEB9FE1A85EC53;
        return hash ^ (hash >>> 33);
    }
}

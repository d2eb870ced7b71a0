using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using MessageLB.Core.Groups;
using MessageLB.Core.Hashing;

namespace MessageLB.Core.Routing;

/// <summary>
/// Weighted rendezvous hashing (Thaler and Ravishankar 1998, weights after Schindelhauer and Schomaker 2005): each destination draws
/// -ln(1 - u) ÷ weight with u from its name and the key, and the smallest draw is the key's own destination, the second the next one. A
/// destination's draw depends on nobody else, so whoever leaves or joins moves its own keys only, and shares are exact. O(n). At most
/// <see cref="ConsistentHashPolicy.LargestRendezvous"/> destinations; one thread.
/// </summary>
internal sealed class Rendezvous
{
    private const int Block = 16;
    private const int Lane = 4;

    // The last bits of u are the place, so that no two draws of equal weights are equal, and the smallest tells whose it is.
    private const ulong Place = ConsistentHashPolicy.LargestRendezvous - 1;

    private DestinationState[] _owners = [];
    private int[] _placeOfSlot = [];

    // By place as the owners, padded to whole blocks.
    private ulong[] _names = [];
    private ulong[] _places = [];
    private double[] _perWeight = [];

    // What is not below a limit does not draw: nobody behind the owners ever does.
    private double[] _fills = [];
    private double[] _empty = [];
    private bool _isEven;

    /// <summary>Another set of destinations or other weights; <see cref="Refresh"/> is to follow for each.</summary>
    public void Rebase(GroupSnapshot group)
    {
        // Slots differ from dispatcher to dispatcher, names do not: of equal draws all take the same.
        _owners = [.. group.Eligible.OrderBy(static destination => StableHash.Of(destination.Name))];
        _placeOfSlot = new int[group.Slots];
        var padded = (_owners.Length + Block - 1) / Block * Block;
        (_names, _places, _perWeight) = (new ulong[padded], new ulong[padded], new double[padded]);
        (_fills, _empty) = (new double[padded], new double[padded]);
        Array.Fill(_fills, double.PositiveInfinity);
        Array.Fill(_empty, double.PositiveInfinity, _owners.Length, padded - _owners.Length);
        for (var place = 0; place < _owners.Length; place++)
        {
            _placeOfSlot[_owners[place].Slot] = place;
            _names[place] = StableHash.Of(_owners[place].Name);
            // 52 bits behind the exponent of a one are a number from 1 to 2.
            _places[place] = BitConverter.DoubleToUInt64Bits(1) | (uint)place;
            _perWeight[place] = 1.0 / Math.Max(1, _owners[place].HomeWeight);
        }

        _isEven = _perWeight.AsSpan(0, _owners.Length).IndexOfAnyExcept(_perWeight[0]) < 0;
    }

    /// <summary>Takes in how full a destination is.</summary>
    public void Refresh(int slot, double fill) => _fills[_placeOfSlot[slot]] = fill;

    /// <summary>The key's own destination, whether it has credit or not.</summary>
    public DestinationState Own(ulong key) => First(key, _empty, double.PositiveInfinity)!;

    /// <summary>The first one in the key's order that is less full than the limit; null if nobody is.</summary>
    public DestinationState? First(ulong key, double limit) => First(key, _fills, limit);

    /// <summary>What a destination draws for a key.</summary>
    public double Draw(int slot, ulong key) => Draw(_placeOfSlot[slot], Vector256.Create(key));

    private DestinationState? First(ulong key, double[] fills, double limit)
    {
        var place = _isEven ? LeastOfEven(key, fills, limit) : LeastByWeight(key, fills, limit);
        return place < 0 ? null : _owners[place];
    }

    // Of equal weights the smallest u is the smallest draw.
    private int LeastOfEven(ulong key, double[] fills, double limit)
    {
        var (keys, limits) = (Vector256.Create(key), Vector256.Create(limit));
        var none = Vector256.Create(2.0);
        var least = none;
        for (var i = 0; i < fills.Length; i += Lane)
        {
            var mayDraw = Vector256.LessThan(Vector256.Create(fills, i), limits);
            least = Vector256.MinNative(least, Vector256.ConditionalSelect(mayDraw, OneAndPart(i, keys), none));
        }

        var half = Vector128.MinNative(least.GetLower(), least.GetUpper());
        var best = double.MinNative(half[0], half[1]);
        return best < 2 ? (int)(BitConverter.DoubleToUInt64Bits(best) & Place) : -1;
    }

    private int LeastByWeight(ulong key, double[] fills, double limit)
    {
        Span<double> parts = stackalloc double[fills.Length];
        var (keys, limits) = (Vector256.Create(key), Vector256.Create(limit));
        var (least, best) = (double.PositiveInfinity, -1);
        for (var start = 0; start < parts.Length; start += Block)
        {
            for (var i = start; i < start + Block; i += Lane)
            {
                var mayDraw = Vector256.LessThan(Vector256.Create(fills, i), limits);
                var part = Part(i, keys) * Vector256.Create(_perWeight, i);
                Vector256.ConditionalSelect(mayDraw, part, Vector256.Create(double.PositiveInfinity)).CopyTo(parts[i..]);
            }

            var here = MinTree.Least(parts.Slice(start, Block), out var tied);
            if (here < least) (least, best) = (here, start + BitOperations.TrailingZeroCount(tied));
        }

        return best < 0 ? best : LeastDraw(parts, keys, best);
    }

    // No draw is less than its part, and hardly ever does more than one part lie below the draw of the smallest: few logarithms.
    private int LeastDraw(ReadOnlySpan<double> parts, Vector256<ulong> keys, int best)
    {
        var (first, least) = (best, Draw(best, keys));
        for (var i = 0; i < _owners.Length; i++)
        {
            if (parts[i] > least || i == first) continue;
            var draw = Draw(i, keys);
            if (draw < least || (draw == least && i < best)) (best, least) = (i, draw);
        }

        return best;
    }

    private double Draw(int place, Vector256<ulong> keys) =>
        NaturalLogarithm.OfTheRest(Part(place & -Lane, keys)[place % Lane]) * _perWeight[place];

    private Vector256<double> Part(int place, Vector256<ulong> keys) =>
        OneAndPart(place, keys) - Vector256.Create(1.0) + Vector256.Create(0.5 / (1UL << 52));

    // Both halves of the name and of the key are hashes already, so one multiplication, its two halves folded, is enough to part them again
    // (mum, of wyhash by Wang Yi).
    private Vector256<double> OneAndPart(int place, Vector256<ulong> keys)
    {
        var both = Vector256.Create(_names, place) ^ keys;
        var product = Product(both);
        var folded = ((product ^ (product << 32)) >>> 12) & Vector256.Create(~Place);
        return (folded | Vector256.Create(_places, place)).AsDouble();
    }

    // The same number either way, but the processor's own instruction is one instead of eight.
    private static Vector256<ulong> Product(Vector256<ulong> both) => Avx2.IsSupported
        ? Avx2.Multiply(both.AsUInt32(), (both >>> 32).AsUInt32())
        : (both & Vector256.Create((ulong)uint.MaxValue)) * (both >>> 32);
}

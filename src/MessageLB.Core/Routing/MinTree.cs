using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MessageLB.Core.Routing;

/// <summary>
/// Scores of slots, and which of them is the smallest, ties broken uniformly at random: setting and finding are O(log n), and a
/// change that does not touch the smallest of its block costs no more than the look. A tree of sixteen children a node, which a processor
/// compares in a few instructions. One thread, no allocation after <see cref="Reset"/>.
/// </summary>
internal sealed class MinTree
{
    private const int Shift = 4;
    private const int Fan = 1 << Shift;
    private const int Unknown = -1;

    // Level by level: a score for each slot, then for each node the smallest score of its children.
    private double[] _scores = [];

    // For each node above the slots how many slots have its score, and which one it is, where it is one and known.
    private int[] _ties = [];
    private int[] _only = [];

    // Where each level begins.
    private int[] _starts = [0];

    /// <summary>Makes it empty, with room for slots below <paramref name="count"/>.</summary>
    public void Reset(int count)
    {
        var levels = 1;
        for (var nodes = count; nodes > Fan; nodes = (nodes + Fan - 1) / Fan) levels++;
        _starts = new int[levels];
        var (size, width) = (0, count);
        for (var level = 0; level < levels; level++)
        {
            _starts[level] = size;
            var padded = Math.Max(Fan, (width + Fan - 1) / Fan * Fan);
            size += padded;
            width = padded / Fan;
        }

        _scores = new double[size];
        Array.Fill(_scores, double.PositiveInfinity);
        _ties = new int[size];
        _only = new int[size];
    }

    /// <summary>Sets a score; whatever is no number counts as the largest one.</summary>
    public void Set(int slot, double score) => Put(slot, score < double.MaxValue ? score : double.MaxValue);

    /// <summary>Takes a slot out.</summary>
    public void Remove(int slot) => Put(slot, double.PositiveInfinity);

    /// <summary>A slot with the smallest score, each of those that have it with equal chance. There must be one.</summary>
    public int Min(Random random)
    {
        var level = _starts.Length - 1;
        var start = _starts[level];
        var least = Least(_scores.AsSpan(start, Fan), out var tied);
        if (level == 0) return Place(tied, Any(BitOperations.PopCount(tied), random));
        var ties = Count(start, tied);
        if (ties == 1 && _only[start + BitOperations.TrailingZeroCount(tied)] is not Unknown and var only) return only;
        // One draw decides at every level: the chosen of the tied slots is number 'skip' from the left.
        var skip = Any(ties, random);
        var node = Descend(start, tied, ref skip) - start;
        while (--level > 0)
        {
            start = _starts[level];
            var children = start + (node << Shift);
            node = Descend(children, Tied(_scores.AsSpan(children, Fan), least), ref skip) - start;
        }

        node <<= Shift;
        return node + Place(Tied(_scores.AsSpan(node, Fan), least), skip);
    }

    private void Put(int slot, double score)
    {
        var before = _scores[slot];
        if (before == score) return;
        _scores[slot] = score;
        var (node, ties, tiesBefore, only) = (slot, 1, 1, slot);
        for (var level = 1; level < _starts.Length; level++)
        {
            var children = _starts[level - 1] + (node & -Fan);
            node >>= Shift;
            var at = _starts[level] + node;
            var (leastBefore, countBefore) = (_scores[at], _ties[at]);
            if (score > leastBefore && before > leastBefore) return;
            if (score < leastBefore)
            {
                _scores[at] = score;
            }
            else if (before == leastBefore && countBefore == tiesBefore)
            {
                score = Least(_scores.AsSpan(children, Fan), out var tied);
                _scores[at] = score;
                ties = level == 1 ? BitOperations.PopCount(tied) : Count(children, tied);
                var first = BitOperations.TrailingZeroCount(tied);
                only = ties > 1 ? Unknown : level == 1 ? (node << Shift) + first : _only[children + first];
            }
            else
            {
                ties = countBefore + (score == leastBefore ? ties : 0) - (before == leastBefore ? tiesBefore : 0);
                score = leastBefore;
                only = Unknown;
            }

            _ties[at] = ties;
            _only[at] = only;
            (before, tiesBefore) = (leastBefore, countBefore);
        }
    }

    /// <summary>Of the children from <paramref name="children"/> on, the one that number <paramref name="skip"/> of the ties is under.</summary>
    private int Descend(int children, uint tied, ref int skip)
    {
        for (; ; tied &= tied - 1)
        {
            var child = children + BitOperations.TrailingZeroCount(tied);
            var here = _ties[child];
            if (skip < here) return child;
            skip -= here;
        }
    }

    private static int Any(int ties, Random random) => ties > 1 ? random.Next(ties) : 0;

    // Place of the bit that has so many set ones to its right.
    private static int Place(uint set, int skip)
    {
        for (; skip > 0; skip--) set &= set - 1;
        return BitOperations.TrailingZeroCount(set);
    }

    // The ties under those of sixteen nodes whose bits are set.
    private int Count(int children, uint tied)
    {
        if ((tied & (tied - 1)) == 0) return _ties[children + BitOperations.TrailingZeroCount(tied)];
        var ties = _ties.AsSpan(children, Fan);
        var (low, all) = (Vector256.Create(1, 2, 4, 8, 16, 32, 64, 128), Vector256.Create((int)tied));
        var high = Vector256.ShiftLeft(low, 8);
        return Vector256.Sum(
            (Vector256.Equals(all & low, low) & Vector256.Create<int>(ties)) + (Vector256.Equals(all & high, high) & Vector256.Create<int>(ties[8..])));
    }

    /// <summary>The smallest of sixteen, and a bit for each that equals it. None is NaN.</summary>
    internal static double Least(ReadOnlySpan<double> sixteen, out uint tied)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sixteen.Length, Fan);
        ref var first = ref MemoryMarshal.GetReference(sixteen);
        var (one, two) = (Vector256.LoadUnsafe(ref first), Vector256.LoadUnsafe(ref first, 4));
        var (three, four) = (Vector256.LoadUnsafe(ref first, 8), Vector256.LoadUnsafe(ref first, 12));
        var quarters = Vector256.MinNative(Vector256.MinNative(one, two), Vector256.MinNative(three, four));
        // In every lane, without a way through a general register.
        quarters = Vector256.MinNative(quarters, Vector256.Shuffle(quarters, Vector256.Create(2L, 3, 0, 1)));
        quarters = Vector256.MinNative(quarters, Vector256.Shuffle(quarters, Vector256.Create(1L, 0, 3, 2)));
        tied = Tied(one, two, three, four, quarters);
        return quarters.ToScalar();
    }

    private static uint Tied(ReadOnlySpan<double> sixteen, double score)
    {
        ref var first = ref MemoryMarshal.GetReference(sixteen);
        return Tied(
            Vector256.LoadUnsafe(ref first),
            Vector256.LoadUnsafe(ref first, 4),
            Vector256.LoadUnsafe(ref first, 8),
            Vector256.LoadUnsafe(ref first, 12),
            Vector256.Create(score));
    }

    private static uint Tied(Vector256<double> one, Vector256<double> two, Vector256<double> three, Vector256<double> four, Vector256<double> score) =>
        Vector256.Equals(one, score).ExtractMostSignificantBits()
        | (Vector256.Equals(two, score).ExtractMostSignificantBits() << 4)
        | (Vector256.Equals(three, score).ExtractMostSignificantBits() << 8)
        | (Vector256.Equals(four, score).ExtractMostSignificantBits() << 12);
}

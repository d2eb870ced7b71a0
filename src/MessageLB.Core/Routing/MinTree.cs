using System.Numerics;
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

    // Level 0 holds a score for each slot; each node above, the smallest score of its children and how many slots have it.
    private double[][] _scores = [];
    private int[][] _ties = [];

    /// <summary>Makes it empty, with room for slots below <paramref name="count"/>.</summary>
    public void Reset(int count)
    {
        var levels = 1;
        for (var nodes = count; nodes > Fan; nodes = (nodes + Fan - 1) / Fan) levels++;
        _scores = new double[levels][];
        _ties = new int[levels][];
        var width = count;
        for (var level = 0; level < levels; level++)
        {
            var padded = Math.Max(Fan, (width + Fan - 1) / Fan * Fan);
            _scores[level] = new double[padded];
            Array.Fill(_scores[level], double.PositiveInfinity);
            _ties[level] = level == 0 ? [] : new int[padded];
            width = padded / Fan;
        }
    }

    /// <summary>Sets a score; whatever is no number counts as the largest one.</summary>
    public void Set(int slot, double score) => Put(slot, score < double.MaxValue ? score : double.MaxValue);

    /// <summary>Takes a slot out.</summary>
    public void Remove(int slot) => Put(slot, double.PositiveInfinity);

    /// <summary>A slot with the smallest score, each of those that have it with equal chance. There must be one.</summary>
    public int Min(Random random)
    {
        var level = _scores.Length - 1;
        var least = Least(Children(level, 0), out var tied);
        var ties = Count(level, 0, tied);
        // One draw decides at every level: the chosen of the tied slots is number 'skip' from the left.
        var skip = ties > 1 ? random.Next(ties) : 0;
        var node = Descend(level, 0, tied, ref skip);
        while (level-- > 0) node = Descend(level, node, Tied(Children(level, node), least), ref skip);
        return node;
    }

    private void Put(int slot, double score)
    {
        var before = _scores[0][slot];
        if (before == score) return;
        _scores[0][slot] = score;
        var (tiesBefore, ties) = (1, 1);
        for (var level = 1; level < _scores.Length; level++)
        {
            slot >>= Shift;
            ref var least = ref _scores[level][slot];
            ref var count = ref _ties[level][slot];
            var (leastBefore, countBefore) = (least, count);
            if (score < least) (least, count) = (score, ties);
            else if (before > least && score > least) return;
            else if (before == least && count == tiesBefore) (least, count) = Summarise(level - 1, slot);
            else count += (score == least ? ties : 0) - (before == least ? tiesBefore : 0);
            if (least == leastBefore && count == countBefore) return;
            (before, tiesBefore) = (leastBefore, countBefore);
            (score, ties) = (least, count);
        }
    }

    private (double Least, int Ties) Summarise(int level, int node)
    {
        var least = Least(Children(level, node), out var tied);
        return (least, Count(level, node, tied));
    }

    private ReadOnlySpan<double> Children(int level, int node) => _scores[level].AsSpan(node << Shift, Fan);

    private int Count(int level, int node, uint tied)
    {
        if (level == 0) return BitOperations.PopCount(tied);
        var count = 0;
        for (; tied != 0; tied &= tied - 1) count += _ties[level][(node << Shift) + BitOperations.TrailingZeroCount(tied)];
        return count;
    }

    private int Descend(int level, int node, uint tied, ref int skip)
    {
        for (; ; tied &= tied - 1)
        {
            var child = (node << Shift) + BitOperations.TrailingZeroCount(tied);
            var here = level == 0 ? 1 : _ties[level][child];
            if (skip < here) return child;
            skip -= here;
        }
    }

    /// <summary>The smallest of sixteen, and a bit for each that equals it. None is NaN.</summary>
    internal static double Least(ReadOnlySpan<double> sixteen, out uint tied)
    {
        var quarters = Vector256.MinNative(
            Vector256.MinNative(Vector256.Create(sixteen), Vector256.Create(sixteen[4..])),
            Vector256.MinNative(Vector256.Create(sixteen[8..]), Vector256.Create(sixteen[12..])));
        var halves = Vector128.MinNative(quarters.GetLower(), quarters.GetUpper());
        var least = halves[0] < halves[1] ? halves[0] : halves[1];
        tied = Tied(sixteen, least);
        return least;
    }

    private static uint Tied(ReadOnlySpan<double> sixteen, double score)
    {
        var all = Vector256.Create(score);
        return Vector256.Equals(Vector256.Create(sixteen), all).ExtractMostSignificantBits()
            | (Vector256.Equals(Vector256.Create(sixteen[4..]), all).ExtractMostSignificantBits() << 4)
            | (Vector256.Equals(Vector256.Create(sixteen[8..]), all).ExtractMostSignificantBits() << 8)
            | (Vector256.Equals(Vector256.Create(sixteen[12..]), all).ExtractMostSignificantBits() << 12);
    }
}

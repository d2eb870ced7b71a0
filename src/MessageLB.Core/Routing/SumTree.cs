namespace MessageLB.Core.Routing;

/// <summary>
/// Weights of slots, and which slot lies at a point of their sum: a point drawn uniformly finds each slot with a chance in proportion
/// to its weight. Setting and finding are O(log n), in whole numbers, so that nothing drifts. A tree of eight children a node, as
/// <see cref="MinTree"/>. One thread, no allocation after <see cref="Reset"/>.
/// </summary>
internal sealed class SumTree
{
    private const int Fan = 8;
    private const int Shift = 3;

    // Level 0 holds a weight for each slot; each node above, the sum of its eight children.
    private long[][] _sums = [];

    /// <summary>Sum of all weights.</summary>
    public long Total { get; private set; }

    /// <summary>Makes it empty, with room for slots below <paramref name="count"/>.</summary>
    public void Reset(int count)
    {
        Total = 0;
        var levels = 1;
        for (var nodes = count; nodes > Fan; nodes = (nodes + Fan - 1) / Fan) levels++;
        _sums = new long[levels][];
        var width = count;
        for (var level = 0; level < levels; level++)
        {
            var padded = Math.Max(Fan, (width + Fan - 1) / Fan * Fan);
            _sums[level] = new long[padded];
            width = padded / Fan;
        }
    }

    /// <summary>Sets a weight of 0 or more; 0 takes the slot out.</summary>
    public void Set(int slot, long weight)
    {
        var change = weight - _sums[0][slot];
        if (change == 0) return;
        Total += change;
        foreach (var sums in _sums)
        {
            sums[slot] += change;
            slot >>= Shift;
        }
    }

    /// <summary>The slot at <paramref name="point"/>, from 0 to <see cref="Total"/> - 1.</summary>
    public int At(long point)
    {
        var node = 0;
        for (var level = _sums.Length - 1; level >= 0; level--)
        {
            var sums = _sums[level];
            node <<= Shift;
            while (point >= sums[node]) point -= sums[node++];
        }

        return node;
    }
}

namespace MessageLB.Core.Routing;

/// <summary>
/// Scores of slots, and which of them is the smallest, ties broken uniformly at random: setting and finding are O(log n), and a
/// change that does not touch the smallest of its block costs no more than the look. A tree of eight children a node, because eight
/// scores are one cache line. One thread, no allocation after <see cref="Reset"/>.
/// </summary>
internal sealed class MinTree
{
    private const int Fan = 8;
    private const int Shift = 3;

    // Level 0 holds a score for each slot; each node above, the smallest score of its eight children and how many slots have it.
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
        var (least, ties) = Summarise(level, 0);
        // One draw decides at every level: the chosen of the tied slots is number 'skip' from the left.
        var skip = ties > 1 ? random.Next(ties) : 0;
        var node = 0;
        for (; ; level--)
        {
            var scores = _scores[level].AsSpan(node * Fan, Fan);
            var child = 0;
            for (; child < Fan - 1; child++)
            {
                if (scores[child] != least) continue;
                var here = level == 0 ? 1 : _ties[level][(node * Fan) + child];
                if (skip < here) break;
                skip -= here;
            }

            node = (node * Fan) + child;
            if (level == 0) return node;
        }
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
        var scores = _scores[level].AsSpan(node * Fan, Fan);
        var least = scores[0];
        foreach (var score in scores[1..]) least = score < least ? score : least;
        var ties = 0;
        for (var i = 0; i < Fan; i++)
        {
            if (scores[i] == least) ties += level == 0 ? 1 : _ties[level][(node * Fan) + i];
        }

        return (least, ties);
    }
}

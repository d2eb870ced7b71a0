namespace MessageLB.Core.Forwarding;

/// <summary>
/// Divides the numbers of 64 bits into sides of given weights, in their order: whoever moves weight from one side to its neighbour moves
/// only the numbers in between. Immutable.
/// </summary>
internal sealed class WeightedSplit
{
    // Last number of each side; sides without weight have none.
    private readonly (ulong Last, int Side)[] _ends;

    /// <param name="weights">Weights, at least one above 0.</param>
    public WeightedSplit(IReadOnlyList<int> weights)
    {
        var total = weights.Sum(weight => (long)weight);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(total, nameof(weights));
        var ends = new List<(ulong Last, int Side)>(weights.Count);
        long sum = 0;
        for (var side = 0; side < weights.Count; side++)
        {
            if (weights[side] == 0) continue;
            sum += weights[side];
            var end = ((UInt128)(ulong)sum << 64) / (UInt128)(ulong)total;
            ends.Add(((ulong)(end - 1), side));
        }

        _ends = [.. ends];
    }

    /// <summary>The side of a number.</summary>
    public int Of(ulong number)
    {
        foreach (var (last, side) in _ends)
        {
            if (number <= last) return side;
        }

        return _ends[^1].Side;
    }
}

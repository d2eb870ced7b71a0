using MessageLB.Core.Groups;

namespace MessageLB.Core.Routing;

/// <summary>
/// Smooth weighted round robin as in NGINX (<c>ngx_http_upstream_round_robin.c</c>): at each pick every destination's current weight
/// grows by its weight, the largest wins and pays the sum. Exact proportions over every sum of weights, without bursts. O(n).
/// </summary>
/// <remarks>
/// Different from NGINX in one thing: a destination without credit keeps what it is owed and catches up when it has credit again, so
/// that a short stall does not shift the shares. It is owed at most its weight for <see cref="MostPicksOwed"/> picks more than it would
/// ever be in NGINX: a destination that was stuck for long must not starve the others when it comes back.
/// </remarks>
internal sealed class SmoothSchedule
{
    /// <summary>Picks that a destination without credit may catch up on.</summary>
    public const int MostPicksOwed = 100;

    private Share[] _shares = [];
    private long _weights;

    /// <summary>The destination whose turn it is. There must be a candidate.</summary>
    public DestinationState Next()
    {
        var total = 0L;
        var chosen = -1;
        for (var i = 0; i < _shares.Length; i++)
        {
            ref var share = ref _shares[i];
            var growth = Math.Clamp(MostOwed(share.Weight, _weights) - share.Current, 0, share.Weight);
            share.Current += growth;
            total += growth;
            if (share.IsCandidate && (chosen < 0 || share.Current > _shares[chosen].Current)) chosen = i;
        }

        // What was handed out as growth is paid back by the winner, so the sum of all stays what it was.
        _shares[chosen].Current -= total;
        return _shares[chosen].Owner;
    }

    /// <summary>What a destination is owed, in weights.</summary>
    public long Owed(DestinationState destination) => Find(_shares, destination) is >= 0 and var at ? _shares[at].Current : 0;

    public void Refresh(DestinationState destination, bool isCandidate) => _shares[Find(_shares, destination)].IsCandidate = isCandidate;

    /// <summary>
    /// Another set of destinations or other weights. Whoever stays keeps what it is owed, as far as that still means something: debts
    /// in the coin of weights that were a million times larger would starve somebody for as many picks.
    /// </summary>
    public void Rebase(GroupSnapshot group)
    {
        var shares = new Share[group.Eligible.Length];
        var weights = 0L;
        for (var i = 0; i < shares.Length; i++)
        {
            shares[i] = new Share { Owner = group.Eligible[i], Weight = Math.Max(1, group.Eligible[i].Weight) };
            weights += shares[i].Weight;
        }

        var (owed, staying) = (0L, 0L);
        foreach (ref var share in shares.AsSpan())
        {
            var at = Find(_shares, share.Owner);
            share.Stays = at >= 0;
            if (!share.Stays) continue;
            share.Current = Math.Clamp(_shares[at].Current, -MostOwed(weights, weights), MostOwed(share.Weight, weights));
            owed += share.Current;
            staying += share.Weight;
        }

        // Back to a sum of zero. Otherwise, if all who stay are owed what somebody who left has had, all would stay at the most
        // that can be owed, nobody would grow, and the first would win for ever.
        foreach (ref var share in shares.AsSpan())
        {
            if (share.Stays) share.Current -= (long)((Int128)owed * share.Weight / staying);
        }

        _weights = weights;
        _shares = shares;
    }

    // In undisturbed rounds nobody is owed as much as the sum of all weights.
    private static long MostOwed(long weight, long weights) => weights + (MostPicksOwed * weight);

    // In the order of slots, so a binary search; there are few.
    private static int Find(Share[] shares, DestinationState destination)
    {
        var (low, high) = (0, shares.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var slot = shares[middle].Owner.Slot;
            if (slot == destination.Slot) return ReferenceEquals(shares[middle].Owner, destination) ? middle : -1;
            if (slot < destination.Slot) low = middle + 1;
            else high = middle - 1;
        }

        return -1;
    }

    private struct Share
    {
        public DestinationState Owner;
        public int Weight;
        public long Current;
        public bool Stays;
        public bool IsCandidate;
    }
}

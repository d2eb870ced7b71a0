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
internal sealed class WeightedRoundRobinPolicy : IRoutingPolicy
{
    public const string PolicyName = "weighted_round_robin";

    /// <summary>Picks that a destination without credit may catch up on.</summary>
    public const int MostPicksOwed = 100;

    private GroupSnapshot? _group;
    private Share[] _shares = [];
    private long _weights;

    public string Name => PolicyName;

    public int Select(in RoutingContext context, ReadOnlySpan<DestinationState> eligible)
    {
        if (!ReferenceEquals(_group, context.Group)) Rebase(context.Group);
        var total = 0L;
        foreach (var destination in context.Group.Eligible)
        {
            ref var share = ref _shares[destination.Slot];
            var growth = Math.Clamp(MostOwed(share.Weight, _weights) - share.Current, 0, share.Weight);
            share.Current += growth;
            total += growth;
        }

        var chosen = Largest(eligible);
        // What was handed out as growth is paid back by the winner, so the sum of all stays what it was.
        _shares[eligible[chosen].Slot].Current -= total;
        return chosen;
    }

    private int Largest(ReadOnlySpan<DestinationState> eligible)
    {
        var chosen = 0;
        for (var i = 1; i < eligible.Length; i++)
        {
            if (_shares[eligible[i].Slot].Current > _shares[eligible[chosen].Slot].Current) chosen = i;
        }

        return chosen;
    }

    // Another set of destinations or other weights. Whoever stays keeps what it is owed, as far as that still means something: debts
    // in the coin of weights that were a million times larger would starve somebody for as many picks.
    private void Rebase(GroupSnapshot group)
    {
        var shares = new Share[group.Eligible[^1].Slot + 1];
        var weights = 0L;
        foreach (var destination in group.Eligible)
        {
            ref var share = ref shares[destination.Slot];
            share.Owner = destination;
            share.Weight = Math.Max(1, destination.Weight);
            weights += share.Weight;
        }

        var (owed, staying) = (0L, 0L);
        foreach (var destination in group.Eligible)
        {
            ref var share = ref shares[destination.Slot];
            share.Stays = destination.Slot < _shares.Length && ReferenceEquals(_shares[destination.Slot].Owner, destination);
            if (!share.Stays) continue;
            share.Current = Math.Clamp(_shares[destination.Slot].Current, -MostOwed(weights, weights), MostOwed(share.Weight, weights));
            owed += share.Current;
            staying += share.Weight;
        }

        // Back to a sum of zero. Otherwise, if all who stay are owed what somebody who left has had, all would stay at the most
        // that can be owed, nobody would grow, and the first would win for ever.
        foreach (var destination in group.Eligible)
        {
            ref var share = ref shares[destination.Slot];
            if (share.Stays) share.Current -= (long)((Int128)owed * share.Weight / staying);
        }

        _weights = weights;
        _shares = shares;
        _group = group;
    }

    // In undisturbed rounds nobody is owed as much as the sum of all weights.
    private static long MostOwed(long weight, long weights) => weights + (MostPicksOwed * weight);

    private struct Share
    {
        public DestinationState? Owner;
        public int Weight;
        public long Current;
        public bool Stays;
    }
}

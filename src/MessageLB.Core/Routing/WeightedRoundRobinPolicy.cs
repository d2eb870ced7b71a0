using MessageLB.Core.Groups;

namespace MessageLB.Core.Routing;

/// <summary>
/// Smooth weighted round robin as in NGINX (<c>ngx_http_upstream_round_robin.c</c>): at each pick every candidate's current weight grows
/// by its weight, the largest wins and pays the sum. Exact proportions over every sum of weights, without bursts. A destination
/// without credit takes no part in the round. O(n).
/// </summary>
internal sealed class WeightedRoundRobinPolicy : IRoutingPolicy
{
    public const string PolicyName = "weighted_round_robin";

    private long[] _current = new long[16];

    public string Name => PolicyName;

    public int Select(in RoutingContext context, ReadOnlySpan<DestinationState> eligible)
    {
        EnsureRoom(eligible[^1].Slot);
        var chosen = 0;
        var best = long.MinValue;
        var total = 0L;
        for (var i = 0; i < eligible.Length; i++)
        {
            var weight = eligible[i].Weight;
            total += weight;
            var current = _current[eligible[i].Slot] += weight;
            if (current <= best) continue;
            best = current;
            chosen = i;
        }

        _current[eligible[chosen].Slot] -= total;
        return chosen;
    }

    // Only when a destination joins in a slot that never was: not part of the steady path.
    private void EnsureRoom(int slot)
    {
        if (slot >= _current.Length) Array.Resize(ref _current, Math.Max(slot + 1, _current.Length * 2));
    }
}

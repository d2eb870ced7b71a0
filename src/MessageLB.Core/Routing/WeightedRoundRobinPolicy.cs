using MessageLB.Core.Groups;

namespace MessageLB.Core.Routing;

/// <summary>
/// Smooth weighted round robin as in NGINX (<c>ngx_http_upstream_round_robin.c</c>): at each pick every destination's current weight
/// grows by its weight, the largest wins and pays the sum. Exact proportions over every sum of weights, without bursts. O(n).
/// </summary>
/// <remarks>
/// Different from NGINX in one thing: a destination without credit keeps what it is owed and catches up when it has credit again, so
/// that a short stall does not shift the shares. It is owed at most <see cref="MostRoundsOwed"/> rounds: a destination that was
/// stuck for long must not starve the others when it comes back.
/// </remarks>
internal sealed class WeightedRoundRobinPolicy : IRoutingPolicy
{
    public const string PolicyName = "weighted_round_robin";

    /// <summary>Rounds that a destination without credit may catch up on.</summary>
    public const int MostRoundsOwed = 100;

    private long[] _current = new long[16];

    public string Name => PolicyName;

    public int Select(in RoutingContext context, ReadOnlySpan<DestinationState> eligible)
    {
        var all = context.Group.Eligible;
        EnsureRoom(all[^1].Slot);
        var total = 0L;
        foreach (var destination in all)
        {
            ref var current = ref _current[destination.Slot];
            var growth = Math.Clamp(((long)destination.Weight * MostRoundsOwed) - current, 0, destination.Weight);
            current += growth;
            total += growth;
        }

        var chosen = Largest(eligible);
        // What was handed out as growth is paid back by the winner, so the sum of all stays what it was.
        _current[eligible[chosen].Slot] -= total;
        return chosen;
    }

    private int Largest(ReadOnlySpan<DestinationState> eligible)
    {
        var chosen = 0;
        for (var i = 1; i < eligible.Length; i++)
        {
            if (_current[eligible[i].Slot] > _current[eligible[chosen].Slot]) chosen = i;
        }

        return chosen;
    }

    // Only when a destination joins in a slot that never was: not part of the steady path.
    private void EnsureRoom(int slot)
    {
        if (slot >= _current.Length) Array.Resize(ref _current, Math.Max(slot + 1, _current.Length * 2));
    }
}

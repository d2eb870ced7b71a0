using System.Numerics;
using System.Runtime.Intrinsics;
using MessageLB.Core.Groups;

namespace MessageLB.Core.Routing;

/// <summary>
/// Smooth weighted round robin as in NGINX (<c>ngx_http_upstream_round_robin.c</c>): at each pick every destination's current weight
/// grows by its weight, the largest wins and pays the sum. Exact proportions over every sum of weights, without bursts. O(n).
/// </summary>
/// <remarks>
/// Different from NGINX in one thing: a destination without credit keeps what it is owed and catches up when it has credit again, so
/// that a short stall does not shift the shares. It is owed at most its weight for <see cref="MostPicksOwed"/> picks more than it would
/// ever be in NGINX: a destination that was stuck for long must not starve the others when it comes back. All figures are whole numbers
/// far below 2^53, so that doubles are exact, of which a processor compares four at a time.
/// </remarks>
internal sealed class SmoothSchedule
{
    /// <summary>Picks that a destination without credit may catch up on.</summary>
    public const int MostPicksOwed = 100;

    private const int Lane = 4;

    private DestinationState[] _owners = [];
    private int[] _places = [];

    // By place in the order of slots, padded to whole vectors with what neither grows nor wins.
    private double[] _current = [];
    private double[] _weight = [];
    private double[] _mostOwed = [];

    // Nothing for a candidate, minus infinity for the others.
    private double[] _handicap = [];

    /// <summary>The destination whose turn it is. There must be a candidate.</summary>
    public DestinationState Next()
    {
        var total = Vector256<double>.Zero;
        var largest = Vector256.Create(double.NegativeInfinity);
        for (var i = 0; i < _current.Length; i += Lane)
        {
            var current = Vector256.Create(_current, i);
            var growth = Vector256.MaxNative(Vector256.Create(_mostOwed, i) - current, Vector256<double>.Zero);
            growth = Vector256.MinNative(growth, Vector256.Create(_weight, i));
            current += growth;
            total += growth;
            current.CopyTo(_current, i);
            largest = Vector256.MaxNative(largest, current + Vector256.Create(_handicap, i));
        }

        var chosen = FirstOf(Largest(largest));
        // What was handed out as growth is paid back by the winner, so the sum of all stays what it was.
        _current[chosen] -= Vector256.Sum(total);
        return _owners[chosen];
    }

    /// <summary>What a destination is owed, in weights.</summary>
    public double Owed(DestinationState destination) => Find(destination) is >= 0 and var at ? _current[at] : 0;

    public void Refresh(DestinationState destination, bool isCandidate) =>
        _handicap[Find(destination)] = isCandidate ? 0 : double.NegativeInfinity;

    /// <summary>
    /// Another set of destinations or other weights. Whoever stays keeps what it is owed, as far as that still means something: debts
    /// in the coin of weights that were a million times larger would starve somebody for as many picks.
    /// </summary>
    public void Rebase(GroupSnapshot group)
    {
        var count = group.Eligible.Length;
        var padded = (count + Lane - 1) / Lane * Lane;
        var (current, weight, mostOwed, handicap) = (new double[padded], new double[padded], new double[padded], new double[padded]);
        Array.Fill(handicap, double.NegativeInfinity);
        for (var i = 0; i < count; i++) weight[i] = Math.Max(1, group.Eligible[i].Weight);
        var weights = weight.Sum();
        var stays = new bool[count];
        var (owed, staying) = (0.0, 0.0);
        for (var i = 0; i < count; i++)
        {
            mostOwed[i] = weights + (MostPicksOwed * weight[i]);
            var at = Find(group.Eligible[i]);
            stays[i] = at >= 0;
            if (!stays[i]) continue;
            current[i] = Math.Clamp(_current[at], -(weights + (MostPicksOwed * weights)), mostOwed[i]);
            owed += current[i];
            staying += weight[i];
        }

        // Back to a sum of zero. Otherwise, if all who stay are owed what somebody who left has had, all would stay at the most
        // that can be owed, nobody would grow, and the first would win for ever.
        for (var i = 0; i < count; i++)
        {
            if (stays[i]) current[i] -= Math.Truncate(owed * weight[i] / staying);
        }

        var places = new int[group.Slots];
        for (var i = 0; i < count; i++) places[group.Eligible[i].Slot] = i;
        (_owners, _places) = (group.Eligible, places);
        (_current, _weight, _mostOwed, _handicap) = (current, weight, mostOwed, handicap);
    }

    private static double Largest(Vector256<double> quarters)
    {
        var halves = Vector128.MaxNative(quarters.GetLower(), quarters.GetUpper());
        return halves[0] > halves[1] ? halves[0] : halves[1];
    }

    private int FirstOf(double score)
    {
        var all = Vector256.Create(score);
        for (var i = 0; ; i += Lane)
        {
            var equal = Vector256.Equals(Vector256.Create(_current, i) + Vector256.Create(_handicap, i), all).ExtractMostSignificantBits();
            if (equal != 0) return i + BitOperations.TrailingZeroCount(equal);
        }
    }

    private int Find(DestinationState destination)
    {
        if ((uint)destination.Slot >= (uint)_places.Length) return -1;
        var at = _places[destination.Slot];
        return at < _owners.Length && ReferenceEquals(_owners[at], destination) ? at : -1;
    }
}

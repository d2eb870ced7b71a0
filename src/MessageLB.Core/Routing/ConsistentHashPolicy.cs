using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;

namespace MessageLB.Core.Routing;

/// <summary>
/// The same destination for the same key, in every dispatcher, as long as it lives and is not overloaded; a message without a key goes
/// by chance. Up to <see cref="LargestRendezvous"/> destinations by weighted rendezvous, beyond by a ring, O(1). What is more than
/// a destination's bound or credit goes to the next one for that key, not to a neighbour, so that overload does not cascade; or waits,
/// if the group says <c>strict</c>.
/// </summary>
internal sealed class ConsistentHashPolicy(HashConfig config) : IRoutingPolicy
{
    public const string PolicyName = "consistent_hash";

    /// <summary>Destinations up to which each of them draws for each key.</summary>
    public const int LargestRendezvous = 64;

    private const ulong Multiplier = 0xD1342543DE82EF95;
    private const int MostJumps = 16;
    private const int MostCompared = 64;

    private readonly Rendezvous _rendezvous = new();
    private readonly HashRing _ring = new();
    private readonly LoadBound _bound = new(config.Bound);
    private bool _isRing;

    public string Name => PolicyName;

    public void Rebase(GroupSnapshot group, Random random)
    {
        _bound.Rebase(group);
        _isRing = group.Eligible.Length > LargestRendezvous;
        if (_isRing)
        {
            _ring.Rebase(group);
            return;
        }

        _ring.Clear();
        _rendezvous.Rebase(group);
    }

    public void Refresh(DestinationState destination, bool isCandidate)
    {
        _bound.Refresh(destination, isCandidate);
        if (!_isRing) _rendezvous.Refresh(destination.Slot, _bound.Fill(destination.Slot));
    }

    public DestinationState? Select(in RoutingContext context, CandidateSet candidates)
    {
        if (!config.Key.TryHash(context.Properties, context.RoutingKey, out var key)) return Overflowing(ByChance(context.Random), candidates);
        if (!config.Strict) return Overflowing(key, candidates);
        var own = _isRing ? candidates.AtSlot(_ring.Find(key))! : _rendezvous.Own(key);
        return candidates.Contains(own) ? own : null;
    }

    public double Score(in RoutingContext context, DestinationState destination)
    {
        if (!config.Key.TryHash(context.Properties, context.RoutingKey, out var key)) return double.NaN;
        if (!_isRing) return _rendezvous.Draw(destination.Slot, key);
        return _ring.Find(key) == destination.Slot ? 0 : 1;
    }

    private static ulong ByChance(Random random) => (ulong)random.NextInt64(long.MinValue, long.MaxValue);

    private DestinationState Overflowing(ulong key, CandidateSet candidates) =>
        (_isRing ? Jump(ref key, candidates) : _rendezvous.First(key, _bound.Limit)) ?? LeastLoaded(key, candidates);

    // To another place of the ring instead of the next one (Envoy's bounded loads, arXiv 1908.08762): the neighbour of an overloaded
    // destination would get all its overflow and be the next one to overflow. The other place is the next number of a congruential generator
    // (multiplier of Steele and Vigna, arXiv 2001.05304), whose first bits are even over several numbers too.
    private DestinationState? Jump(ref ulong key, CandidateSet candidates)
    {
        for (var jump = 0; jump < MostJumps; jump++)
        {
            var slot = _ring.Find(key);
            if (_bound.HasRoom(slot)) return candidates.AtSlot(slot);
            key = (key * Multiplier) + 1;
        }

        return null;
    }

    // Those who have room have no credit. Of very many candidates some are enough to find one that is hardly loaded.
    private DestinationState LeastLoaded(ulong key, CandidateSet candidates)
    {
        var at = (int)(key % (ulong)candidates.Count);
        var best = candidates[at];
        for (var i = Math.Min(candidates.Count, MostCompared); i > 1; i--)
        {
            if (++at == candidates.Count) at = 0;
            if (_bound.Fill(candidates[at].Slot) < _bound.Fill(best.Slot)) best = candidates[at];
        }

        return best;
    }
}

using MessageLB.Core.Groups;

namespace MessageLB.Core.Routing;

/// <summary>
/// The outstanding work of each destination, kept from change to change, and who would be done first with one more message of a kind. Its
/// expectation differs from kind to kind, so no one order serves all: up to <see cref="MostLooks"/> candidates are all looked at, of more a
/// few. One thread; no allocation after <see cref="Reset"/>.
/// </summary>
internal sealed class WorkLoads
{
    /// <summary>Candidates that are all looked at.</summary>
    public const int MostLooks = 64;

    /// <summary>Of more than those so many are drawn, with replacement.</summary>
    public const int Draws = 16;

    private Load[] _loads = [];

    public void Reset(int slots) => _loads = new Load[slots];

    public void Set(DestinationState destination) => _loads[destination.Slot] = new Load(destination);

    /// <summary>
    /// The candidate with the smallest expectation for the kind, ties broken uniformly at random. <paramref name="favourite"/>, the best for
    /// messages without a kind, is looked at in any case: with many candidates it is better than what chance finds.
    /// </summary>
    public DestinationState Least(int kind, CandidateSet candidates, DestinationState favourite, Random random)
    {
        var all = candidates.Items;
        if (all.Length > MostLooks) return LeastOfSome(kind, all, favourite, random);
        var (least, best, ties) = (double.PositiveInfinity, favourite, 0);
        foreach (var destination in all)
        {
            var score = _loads[destination.Slot].Score(kind);
            if (score > least) continue;
            if (score < least) (least, best, ties) = (score, destination, 1);
            else if (random.Next(++ties) == 0) best = destination;
        }

        return best;
    }

    private DestinationState LeastOfSome(int kind, ReadOnlySpan<DestinationState> all, DestinationState favourite, Random random)
    {
        var (least, best) = (_loads[favourite.Slot].Score(kind), favourite);
        for (var i = 0; i < Draws; i++)
        {
            var destination = all[random.Next(all.Length)];
            var score = _loads[destination.Slot].Score(kind);
            if (score < least) (least, best) = (score, destination);
        }

        return best;
    }

    private readonly struct Load(DestinationState destination)
    {
        private readonly DestinationState _destination = destination;
        private readonly double _work = destination.WorkSeconds;
        private readonly int _elsewhere = destination.Elsewhere;
        private readonly double _perHand = 1.0 / Math.Max(1, destination.Concurrency);
        private readonly double _perWeight = 1.0 / Math.Max(1, destination.Weight);

        public double Score(int kind)
        {
            var service = _destination.ServiceSecondsOf(kind);
            if (service <= 0) service = 1.0;
            return service * ResponseTimePolicy.Rank((_work / service) + _elsewhere, _perHand) * _perWeight;
        }
    }
}
